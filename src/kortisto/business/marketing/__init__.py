"""Campaigns, segments, mailings and subscriptions."""
