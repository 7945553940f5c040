"""Made-up partner organizations for the sample office. Their numbers are of those kept for stories."""

from __future__ import annotations

from mutualaid.records.partner import Partner, PartnerService
from mutualaid.services import partners
from mutualaid.services.office import Office

_PARTNERS = (
    ("Casa de la Esquina", "+17735550122", "1200 S Nowhere Ave", ("chi-30", "chi-31"), (
        PartnerService(name="Law Porch", categories=("legal",), languages=("spa", "eng"), no_id_asked=True, fees="Free",
                       hours="Tue, Thu 10:00–14:00", eligibility="Everyone"),
        PartnerService(name="Pantry", categories=("food", "baby"), languages=("spa",), hours="Sat 9:00–12:00"),
    )),
    ("Clínica Arroyo", "+17735550133", "88 Invented St", (), (
        PartnerService(name="Family doctor", categories=("health",), languages=("spa", "eng", "mam"), no_id_asked=True,
                       fees="By income, from nothing", hours="Mon–Fri 8:00–17:00"),
        PartnerService(name="Someone to talk to", categories=("mental_health",), languages=("spa",)),
    )),
    ("Abogadas del Barrio", "+13125550155", "", (), (
        PartnerService(name="Advice by phone", categories=("legal",), languages=("eng", "spa"), fees="20 dollars"),
    )),
    ("Northside Night Shelter", "+13125550166", "5 Example Ct", ("chi-03",), (
        PartnerService(name="Beds", categories=("housing",), languages=("eng",), hours="Every night from 19:00"),
    )),
)  # fmt: skip


def sample_partners(office: Office) -> None:
    """Add them."""
    for number, (name, phone, address, zones, services) in enumerate(_PARTNERS, 1):
        partners.add(
            office,
            partner=Partner.checked(
                code=f"P-{number}",
                name=name,
                phones=[phone],
                address=address,
                zones=[zone for zone in zones if zone in office.zones],
                services=list(services),
            ),
        )
