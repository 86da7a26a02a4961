"""Raw items to articles: plain text, canonical links, identity, dates. Pure."""
