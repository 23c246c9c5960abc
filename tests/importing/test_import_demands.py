"""Rows that are refused only once they are written, and numbers and lists as files have them."""

from __future__ import annotations

from server.database.tenancy import Database
from server.tenants import change_settings
from tests.importing.conftest import Importer, refusals

_CIRCLE = "external_id,name,parent\nA,A,B\nC,C,A\nD,D,B\n"


async def _companies(importer: Importer) -> None:
    for tenant in (importer.first, importer.second):
        await importer.run("external_id,name\nA,A\n", "company", tenant=tenant)
        await importer.run("external_id,name,parent\nB,B,A\n", "company", tenant=tenant)


async def _parents(importer: Importer, second: bool = False) -> dict[str, str | None]:
    sql = "select c.external_id, p.external_id from company c left join company p on p.id = c.parent_id"
    return dict(await importer.rows(sql, importer.second if second else importer.first))  # type: ignore[arg-type]


async def test_rows_that_break_a_demand_are_refused_and_the_others_written(importer: Importer) -> None:
    await _companies(importer)
    report = await importer.run(_CIRCLE, "company")
    assert (report.created, report.updated, report.refused) == (2, 0, 1)
    (refusal,) = refusals(report)
    assert refusal[:4] == ("1", "2", "parent", "B")
    assert "below it" in refusal[4]
    assert await _parents(importer) == {"A": None, "B": "A", "C": "A", "D": "B"}
    assert await _parents(importer, second=True) == {"A": None, "B": "A"}
    again = await importer.run(_CIRCLE, "company")
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 2, 1)


async def test_all_or_nothing(importer: Importer) -> None:
    await _companies(importer)
    report = await importer.run(_CIRCLE, "company", all_or_nothing=True, chunk_rows=1)
    assert (report.rolled_back, report.refused) == (True, 1)
    assert [refusal[:3] for refusal in refusals(report)] == [("1", "2", "parent")]
    assert await _parents(importer) == {"A": None, "B": "A"}


async def test_a_fault_of_an_attribute_that_no_column_gives(importer: Importer) -> None:
    await importer.run("external_id,name\nS,Survey\n", "survey")
    file = "external_id,survey,kind,text\nA,S,free_text,Why?\nB,S,single_choice,Which?\n"
    report = await importer.run(file, "survey_question")
    assert report.created == 1
    (refusal,) = refusals(report)
    assert refusal[:4] == ("2", "3", "", "")
    assert refusal[4].startswith("choices are needed")


async def test_phones_in_the_notation_of_the_tenant(
    importer: Importer, database: Database, slugs: tuple[str, str]
) -> None:
    file = "external_id,phone\nA,030 123456\nB,'+49 30 123457\nC,12\nD,\n"
    report = await importer.run(file, tenant=importer.second)
    assert [refusal[:3] for refusal in refusals(report)] == [("1", "2", "phone"), ("3", "4", "phone")]
    await change_settings(database, slugs[0], region="DE")
    report = await importer.run(file)
    assert [refusal[:4] for refusal in refusals(report)] == [("3", "4", "phone", "12")]
    assert await importer.customers("external_id, phone") == [("A", "+4930123456"), ("B", "+4930123457"), ("D", None)]


async def test_lists(importer: Importer) -> None:
    await importer.run("external_id,name\nS,Survey\n", "survey")
    file = "external_id,survey,position,kind,text,choices\nQ,S,1,single_choice,What?,'=red; green ;;blue\n"
    report = await importer.run(file, "survey_question")
    assert report.created == 1, refusals(report)
    assert await importer.rows("select choices::text from survey_question") == [('["=red", "green", "blue"]',)]
