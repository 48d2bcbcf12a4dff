"""One box finds a case by whatever the clerk has: name, pinyin, number, phone, matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.store.hall import KEY, LI, MORNING, WANG, ZENG, ZHANG, accept

from counter.store import SqlStore
from counter.store.pinyin import has_initials, has_pinyin, readings
from counter.store.tokens import name_tokens

LICENCE = ("GS001", "食品流通许可（新办）")
NAMING = ("GS002", "企业名称预先核准")
SHOP = ("衡山县永兴食品商行", "91430423MA4L00003J", "07345812345")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, dict[str, str]]]:
    """A store with a case for each person; the numbers of the cases by name."""
    path = tmp_path_factory.mktemp("search") / "counter.db"
    with SqlStore.create(
        path, KEY, training=True, centre="430423", terminal="01", recorded_at=MORNING
    ) as store:
        numbers = {
            WANG[0]: accept(store, WANG, matter=LICENCE),
            ZENG[0]: accept(store, ZENG, matter=LICENCE),
            ZHANG[0]: accept(store, ZHANG, matter=NAMING, agent=("吕布", LI[1], "")),
            SHOP[0]: accept(store, SHOP, matter=NAMING),
        }
        yield store, numbers


def names(store: SqlStore, query: str) -> list[str]:
    """Applicants that a query finds, newest first."""
    return [row.applicant for row in store.find(query).rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # two characters, one, a part, the whole
        ("曾红", ZENG[0]),
        ("曾", ZENG[0]),
        ("小明", WANG[0]),
        ("三丰", ZHANG[0]),
        ("王小明", WANG[0]),
        ("永兴食品", SHOP[0]),
        # initials, also of a part; both readings of 曾
        ("wxm", WANG[0]),
        ("xm", WANG[0]),
        ("zsf", ZHANG[0]),
        ("ch", ZENG[0]),
        ("zengh", ZENG[0]),
        ("yxspsh", SHOP[0]),
        ("yxsp", SHOP[0]),
        # pinyin, the last syllable begun
        ("wangxiaoming", WANG[0]),
        ("wangx", WANG[0]),
        ("xiaoming", WANG[0]),
        ("ceng", ZENG[0]),
        ("zenghong", ZENG[0]),
        ("zhangsanf", ZHANG[0]),
        ("yongxingshipin", SHOP[0]),
        ("WANG", WANG[0]),
        # numbers: whole, last six, last four, lower case, full width
        (WANG[1], WANG[0]),
        ("010014", WANG[0]),
        ("0014", WANG[0]),
        ("11010519491231002x", ZHANG[0]),
        ("002x", ZHANG[0]),
        ("４３０４２３１９８５１１１２００２４", ZENG[0]),
        (SHOP[1], SHOP[0]),
        (SHOP[1].lower(), SHOP[0]),
        # phones
        (WANG[2], WANG[0]),
        ("5678", ZENG[0]),
        ("07345812345", SHOP[0]),
        # the agent who comes for the applicant
        ("吕布", ZHANG[0]),
        ("lvbu", ZHANG[0]),
        ("lubu", ZHANG[0]),
        (LI[1], ZHANG[0]),
        # several words
        ("王 食品流通", WANG[0]),
        ("食品流通 红", ZENG[0]),
        ("zsf qymc", ZHANG[0]),
        ("永兴 2345", SHOP[0]),
    ],
)
def test_one_word_or_two_find_the_case(
    hall: tuple[SqlStore, dict[str, str]], query: str, found: str
) -> None:
    assert names(hall[0], query) == [found]


@pytest.mark.parametrize(
    "query", ["", "  ", "黄", "王红", "小王", "wmx", "王 曾", "99999", "430423", "王 企业名称", "※"]
)
def test_what_is_not_there_is_not_found(hall: tuple[SqlStore, dict[str, str]], query: str) -> None:
    assert names(hall[0], query) == []


@pytest.mark.parametrize("query", ["食品流通", "spltxk", "GS001", "gs001", "食品流通许可（新办）"])
def test_a_matter_finds_its_cases_newest_first(
    hall: tuple[SqlStore, dict[str, str]], query: str
) -> None:
    assert names(hall[0], query) == [ZENG[0], WANG[0]]


def test_a_word_may_be_a_name_or_a_matter(hall: tuple[SqlStore, dict[str, str]]) -> None:
    assert names(hall[0], "食品") == [SHOP[0], ZENG[0], WANG[0]]


def test_two_letters_are_initials_or_a_syllable_begun(
    hall: tuple[SqlStore, dict[str, str]],
) -> None:
    assert names(hall[0], "zh") == [ZHANG[0], ZENG[0]]


def test_a_case_number_finds_by_whole_groups_and_tail(
    hall: tuple[SqlStore, dict[str, str]],
) -> None:
    store, numbers = hall
    number = numbers[ZENG[0]]
    grouped = f"{number[:6]} {number[6:12]} {number[12:14]} {number[14:18]} {number[18:]}"
    for query in (number, grouped, number[-5:]):
        assert names(store, query) == [ZENG[0]]


def test_an_old_number_of_15_digits_finds_the_new_one(
    hall: tuple[SqlStore, dict[str, str]],
) -> None:
    assert names(hall[0], WANG[1][:6] + WANG[1][8:17]) == [WANG[0]]


def test_pages_follow_one_another_without_gap_or_repeat(store: SqlStore) -> None:
    made = [accept(store, WANG if i % 3 else ZENG) for i in range(31)]
    for query, wanted in (("食品流通", made), ("王", [m for i, m in enumerate(made) if i % 3])):
        seen: list[str] = []
        after: str | None = None
        while True:
            page = store.find(query, limit=4, after=after)
            seen += [row.case_no for row in page.rows]
            if page.next_key is None:
                break
            assert len(page.rows) == 4
            after = page.next_key
        assert seen == wanted[::-1]


def test_earlier_cases_are_those_of_the_applicant_not_of_the_agent(
    hall: tuple[SqlStore, dict[str, str]],
) -> None:
    store, numbers = hall
    assert [r.case_no for r in store.cases_of(WANG[1])] == [numbers[WANG[0]]]
    assert [r.case_no for r in store.cases_of(SHOP[1].lower())] == [numbers[SHOP[0]]]
    assert store.cases_of(LI[1]) == ()  # only came as an agent
    assert store.cases_of("") == ()


def test_a_character_of_several_readings_is_found_by_each() -> None:
    assert {"zeng", "ceng"} <= set(readings("曾"))
    assert {"chan", "dan", "shan"} == set(readings("单"))
    assert {"xie", "jie"} <= set(readings("解"))
    assert {"lv", "lu"} == set(readings("吕"))
    assert readings("（") == readings("😀") == ()
    assert {"izh", "ich"} <= name_tokens("曾红")


def test_pinyin_is_matched_from_any_character_on() -> None:
    assert has_pinyin("张三丰", "sanfe")
    assert not has_pinyin("张三丰", "sanfu")
    assert not has_pinyin("张三丰", "zhangfeng")
    assert has_initials("衡山县永兴食品商行", "yxsps")
    assert not has_initials("张三丰", "zf")
