"""Kibana's data views, saved searches and dashboards as code."""
