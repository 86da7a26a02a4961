"""How the data of `marsad.arabic` is made."""
