"""The open vocabularies: words of the field, each with names in three languages and its W3C DPV term.

DPV ids are local names of https://w3id.org/dpv# unless they carry a prefix: `pd:` personal data categories,
`eu-gdpr:` the GDPR extension. Where DPV has no narrower term the nearest broader one stands.
"""
