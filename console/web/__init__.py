"""What every page needs: languages, templates, marks in text, pictures, who may see it, headers."""
