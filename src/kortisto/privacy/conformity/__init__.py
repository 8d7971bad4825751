"""Checks on ourselves: is practice equal to the notice?"""
