"""The pages: each a small module that asks, and hands what it got to a template."""
