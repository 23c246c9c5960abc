"""CRM Sales Opportunities: the accounts, sales teams and deals of a maker of computer hardware."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from benchmarks.demo_data.files import Row, Tables, moment_text, money_text, read_table

COUNTRIES = {
    "Belgium": "BE", "Brazil": "BR", "China": "CN", "Germany": "DE", "Italy": "IT", "Japan": "JP", "Jordan": "JO",
    "Kenya": "KE", "Norway": "NO", "Panama": "PA", "Philipines": "PH", "Poland": "PL", "Romania": "RO",
    "United States": "US", "Korea": "",
}  # fmt: skip

OUTCOMES = {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}
"""The stages of the source, in its order."""
PIPELINE = "sales_pipeline"


def prepare_crm_sales(folder: Path) -> Tables:
    agents = read_table(folder / "sales_teams.csv")
    products = read_table(folder / "products.csv")
    deals = read_table(folder / "sales_pipeline.csv.gz")
    series = list(dict.fromkeys(product["series"] for product in products))
    return {
        "company": [company_row(account) for account in read_table(folder / "accounts.csv")],
        "pipeline": [{"external_id": PIPELINE, "name": "Sales pipeline", "description": pipeline_description(deals)}],
        "product_category": [{"external_id": name, "name": name} for name in series],
        "team": team_rows(agents),
        "product": [product_row(product) for product in products],
        "stage": stage_rows(deals),
        "user": user_rows(agents),
        "deal": [deal_row(deal) for deal in deals],
    }


def company_row(account: Row) -> Row:
    office = account["office_location"]
    return {
        "external_id": account["account"],
        "name": account["account"],
        "industry": account["sector"],
        "employees": account["employees"],
        "region": "" if COUNTRIES[office] else office,
        "country": COUNTRIES[office],
        "parent": account["subsidiary_of"],
    }


def product_row(product: Row) -> Row:
    return {
        "external_id": product["product"],
        "name": product["product"],
        "category": product["series"],
        "price": money_text(Decimal(product["sales_price"])),
        "price_currency": "USD",
    }


def team_rows(agents: list[Row]) -> list[Row]:
    """The regional offices, and in each the teams of its managers."""
    offices = dict.fromkeys(agent["regional_office"] for agent in agents)
    managers = {agent["manager"]: agent["regional_office"] for agent in agents}
    return [
        *({"external_id": office_id(name), "name": name, "parent": ""} for name in offices),
        *(
            {"external_id": team_id(manager), "name": f"Team of {manager}", "parent": office_id(office)}
            for manager, office in managers.items()
        ),
    ]


def user_rows(agents: list[Row]) -> list[Row]:
    managers = dict.fromkeys(agent["manager"] for agent in agents)
    return [
        *(user_row(manager, "sales manager", manager) for manager in managers),
        *(user_row(agent["sales_agent"], "sales agent", agent["manager"]) for agent in agents),
    ]


def user_row(name: str, role: str, manager: str) -> Row:
    return {"external_id": name, "name": name, "role": role, "team": team_id(manager)}


def office_id(office: str) -> str:
    return f"office:{office}"


def team_id(manager: str) -> str:
    return f"team:{manager}"


def stage_rows(deals: list[Row]) -> list[Row]:
    """The stages; every one needs a probability, and the source has none (see `share_won`)."""
    probability = {"open": f"{float(share_won(deals)):.2f}", "won": "1", "lost": "0"}
    return [
        {
            "external_id": name,
            "name": name,
            "position": str(position),
            "probability": probability[outcome],
            "outcome": outcome,
            "pipeline": PIPELINE,
        }
        for position, (name, outcome) in enumerate(OUTCOMES.items(), start=1)
    ]


def share_won(deals: list[Row]) -> Fraction:
    """The share of the decided deals that were won: what stands in for the probability that the source does not have."""
    stages = [deal["deal_stage"] for deal in deals]
    won, lost = stages.count("Won"), stages.count("Lost")
    return Fraction(won, won + lost)


def pipeline_description(deals: list[Row]) -> str:
    share = float(share_won(deals))
    return (
        f"The source gives its stages no probabilities. That of the open stages, {share:.2f}, is the share of its decided deals "
        f"that were won, worked out for this demo."
    )


def deal_row(deal: Row) -> Row:
    won = deal["deal_stage"] == "Won"
    return {
        "external_id": deal["opportunity_id"],
        "name": deal["product"],
        "company": deal["account"],
        "owner": deal["sales_agent"],
        "stage": deal["deal_stage"],
        "amount": money_text(Decimal(deal["close_value"])) if won else "",
        "amount_currency": "USD" if won else "",
        "opened_at": day_text(deal["engage_date"]),
        "closed_at": day_text(deal["close_date"]),
    }


def day_text(day: str) -> str:
    return moment_text(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)) if day else ""
