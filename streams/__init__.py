"""The Faust application: from raw articles to enriched articles, events and alerts."""
