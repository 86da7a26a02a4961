"""The JSON API behind the pages, and the OpenAPI document of it."""
