"""The vocabulary of kinds of purpose, each with its W3C DPV term."""

from __future__ import annotations

from collections.abc import Mapping

PURPOSE_KINDS: Mapping[str, str] = {
    "customer relationship": "CustomerRelationshipManagement",
    "register keeping": "RecordManagement",
    "sales": "SellProducts",
    "orders": "CustomerOrderManagement",
    "receivables": "PaymentManagement",
    "contracts": "EstablishContractualAgreement",
    "contract performance": "FulfilmentOfContractualObligation",
    "delivery": "RequestedServiceProvision",
    "accounting": "LegalCompliance",
    "legality checks": "LegalCompliance",
    "credit checks": "CustomerSolvencyMonitoring",
    "development": "OptimisationForController",
    "service development": "ImproveExistingProductsAndServices",
    "statistics": "ServiceUsageAnalytics",
    "customer service": "CustomerCare",
    "incident notices": "CommunicationForCustomerCare",
    "rights": "RightsFulfilment",
    "marketing": "DirectMarketing",
    "partner marketing": "Marketing",
    "publication": "Marketing",
    "market research": "CommercialResearch",
    "opinion research": "CommercialResearch",
    "targeting": "TargetedAdvertising",
    "personalisation": "ServicePersonalisation",
    "profiling": "PersonalisedAdvertising",
    "site analytics": "ServiceUsageAnalytics",
    "access control": "EnforceAccessControl",
    "security": "MisusePreventionAndDetection",
    "claims": "DisputeManagement",
    "suppliers": "VendorManagement",
    "care": "Purpose",
    "surveillance": "FraudPreventionAndDetection",
    "statutory register": "LegalCompliance",
    "other": "Purpose",
}
"""Kind, and the DPV term without its prefix."""
