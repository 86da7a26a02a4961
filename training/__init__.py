"""Programs that make the models; nothing of the product imports them."""
