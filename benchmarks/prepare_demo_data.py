"""Make the demo's data files from the public data sets they are cut from.

    python -m benchmarks.prepare_demo_data --source <folder with the raw data sets> [--one-in 4]

The folder holds `online_retail/online_retail.parquet`, `marketing_campaign/marketing_data.csv` and the four tables of
`crm_sales_opportunities/`. What comes out is one `<entity>.csv.gz` per entity in `server/demo/data/<data set>/`, with the columns
that `tessera import` reads. Nothing is added that the sources do not say: a column they do not fill is left out. What was left out
or chosen, and why, is told in the `SOURCE.md` beside the files; change both together. Reading parquet needs pyarrow, which the
project itself does not: install it where this script runs. This is not part of the demo, which only reads the files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.demo_data.crm_sales import prepare_crm_sales
from benchmarks.demo_data.customer_personality import prepare_customer_personality
from benchmarks.demo_data.files import Tables, write_table
from benchmarks.demo_data.online_retail import prepare_online_retail

DATA = Path(__file__).resolve().parent.parent / "server" / "demo" / "data"


def main() -> None:
    arguments = read_arguments()
    for name, tables in prepare_all(arguments.source, arguments.one_in).items():
        for entity, rows in tables.items():
            size = write_table(arguments.target / name / f"{entity}.csv.gz", rows)
            print(f"{name:22}{entity:18}{len(rows):8,} rows {size:10,} bytes")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the demo's data files from the raw public data sets.")
    parser.add_argument("--source", type=Path, required=True, help="folder that holds the raw data sets")
    parser.add_argument("--target", type=Path, default=DATA, help="folder to write to (default: %(default)s)")
    parser.add_argument("--one-in", type=int, default=4, help="keep one in N customers of Online Retail")
    return parser.parse_args()


def prepare_all(source: Path, one_in: int) -> dict[str, Tables]:
    """The tables of every data set, by the folder they go to."""
    return {
        "online-retail": prepare_online_retail(source / "online_retail" / "online_retail.parquet", one_in),
        "customer-personality": prepare_customer_personality(source / "marketing_campaign" / "marketing_data.csv"),
        "crm-sales": prepare_crm_sales(source / "crm_sales_opportunities"),
    }


if __name__ == "__main__":
    main()
