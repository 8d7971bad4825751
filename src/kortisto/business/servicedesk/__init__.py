"""Tickets, chats, calls and feedback."""
