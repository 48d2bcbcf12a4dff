"""Invented people and days for bulk stores: plausible names, valid check digits, nobody's data."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import msgspec

from counter.domain.identity import id_check_digit

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解朴查盖"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力健志义兴良海山仁波宁贵福生龙"
    "元全国胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮"
    "会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启"
    "克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾榕风航弘小红"
)
_TOWNS = ("开云镇", "新桥镇", "白果镇", "长江镇", "店门镇", "永和乡", "福田铺乡", "岭坡乡")
_PLACES = ("430423", "430424", "430421", "430104", "110105")


class Person(msgspec.Struct, frozen=True):
    """Somebody who does not exist."""

    name: str
    number: str
    phone: str
    address: str


def people(rng: random.Random) -> Iterator[Person]:
    """Endless people; a surname is the likelier the earlier it stands in the list."""
    weights = [1 / (i + 4) for i in range(len(_SURNAMES))]
    while True:
        name = rng.choices(_SURNAMES, weights)[0] + rng.choice(_GIVEN)
        if rng.random() < 0.75:
            name += rng.choice(_GIVEN)
        birth = dt.date(1945, 1, 1) + dt.timedelta(days=rng.randrange(22_000))
        first17 = f"{rng.choice(_PLACES)}{birth:%Y%m%d}{rng.randrange(1, 1000):03d}"
        yield Person(
            name,
            first17 + id_check_digit(first17),
            f"1{rng.choice('35789')}{rng.randrange(10**9):09d}",
            f"湖南省衡山县{rng.choice(_TOWNS)}{rng.randrange(1, 300)}号",
        )


def working_days_before(last: dt.date, count: int) -> list[dt.date]:
    """The last `count` Mondays to Fridays up to `last`, in order (holidays play no part here)."""
    days: list[dt.date] = []
    day = last
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= dt.timedelta(days=1)
    return days[::-1]
