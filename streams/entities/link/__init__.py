"""From names found to entities meant: context, composed names, short forms, and the tagger beside the gazetteer."""
