"""Inventories: what they mean, and what is said about a wrong one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.virtual import InventoryError, load_inventory, parse_inventory, replicate
from integrations.virtual.inventory import slug

DEMO = Path(__file__).parents[3] / "rules" / "homes" / "demo.yaml"
DEMO_HOME = load_inventory(DEMO)
# A busy machine is no bug.
UNHURRIED = settings(deadline=None)


def _issues(text: str) -> list[str]:
    with pytest.raises(InventoryError) as caught:
        parse_inventory(text, file="home.yaml")
    return [str(issue) for issue in caught.value.issues]


def test_the_demo_home_is_one_a_family_would_recognise() -> None:
    home = DEMO_HOME
    assert {area.name: area.floor for area in home.areas} == {
        "Kitchen": "ground",
        "Living room": "ground",
        "Hallway": "ground",
        "Garage": "ground",
        "Bedroom": "upstairs",
        "Nursery": "upstairs",
        "Bathroom": "upstairs",
    }
    assert len(home.entities) >= 48
    assert len({entity.name for entity in home.entities}) == len(home.entities)
    assert all(entity.area for entity in home.entities)


def test_domain_and_name_make_an_id() -> None:
    home = parse_inventory("entities: [{domain: light, name: Küche Decke}]")
    assert home.entities[0].id == "light.kuche_decke"


def test_yaml_booleans_and_numbers_are_states() -> None:
    home = parse_inventory(
        "entities:\n"
        "- {id: switch.a, name: A, state: true}\n"
        "- {id: switch.b, name: B, state: on}\n"
        "- {id: sensor.c, name: C, state: 21.5}\n"
    )
    assert [entity.state for entity in home.entities] == ["on", "on", "21.5"]


def test_every_mistake_is_listed_with_its_line_and_the_nearest_name() -> None:
    text = """\
floors:
  - {id: ground, name: Ground, levl: 0}
areas:
  - {id: kitchen, name: Kitchen, floor: grund}
  - {id: hall, name: 7}
entities:
  - {id: light.a, name: A, area: kitchn}
  - {id: light.b, name: B, attributes: {brightnes: 1}}
  - {id: light.a, name: C, attributes: {brightness: 256}}
  - {domain: ligth, name: D}
  - {id: cover.e, name: E, state: opn}
  - {id: Light.F, name: F}
  - {id: light.g, domain: switch, name: G}
  - {id: select.h, name: H}
  - just words
"""
    found = _issues(text)
    assert sorted(found) == sorted(
        [
            "home.yaml:2: floors[0].levl: unknown key 'levl'; did you mean 'level'?",
            "home.yaml:4: areas[0].floor: no floor 'grund'; did you mean 'ground'?",
            "home.yaml:5: areas[1].name: expected a valid string, not 7",
            "home.yaml:7: entities[0].area: no area 'kitchn'; did you mean 'kitchen'?",
            (
                "home.yaml:8: entities[1].attributes.brightnes: unknown attribute 'brightnes';"
                " did you mean 'brightness'?"
            ),
            "home.yaml:9: entities[2].id: 'light.a' is taken by line 7; ids must differ",
            (
                "home.yaml:9: entities[2].attributes.brightness:"
                " expected less than or equal to 255, not 256"
            ),
            "home.yaml:10: entities[3].id: no domain 'ligth'; did you mean 'light'?",
            (
                "home.yaml:11: entities[4].state: cannot be 'opn'; expected one of:"
                " open, opening, closed, closing, unknown, unavailable"
            ),
            (
                "home.yaml:12: entities[5].id: expected domain.object_id in lower-case letters,"
                " digits and underscores, not 'Light.F'"
            ),
            "home.yaml:13: entities[6]: domain is 'switch' but id is 'light.g'; leave one out",
            "home.yaml:14: entities[7].attributes.options: this key is missing",
            (
                "home.yaml:15: entities[8]: expected a mapping with the keys id, name, area,"
                " device, device_class, state, attributes, aliases, domain, not 'just words'"
            ),
        ]
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "home.yaml:1: (file): expected the keys floors, areas, devices, entities"),
        ("- 1", "home.yaml:1: (file): expected the keys floors, areas, devices, entities"),
        ("a: [", "home.yaml:1: (file): not readable YAML"),
        ("areas: []\nareas: []", "home.yaml:2: (file): not readable YAML: found duplicate key"),
        ("areas: &x [*x]", "home.yaml:1: areas[0]: expected a mapping"),
        ("areas: 3", "home.yaml:1: areas: expected a list, not 3"),
        ("entitys: []", "home.yaml:1: entitys: unknown key 'entitys'; did you mean 'entities'?"),
        ("a: \x00", "home.yaml:1: (file): not readable YAML"),
    ],
)
def test_a_file_that_is_no_inventory_says_so(text: str, said: str) -> None:
    assert _issues(text)[0].startswith(said)


def test_a_missing_or_binary_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="No such file"):
        load_inventory(tmp_path / "none.yaml")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"areas:\n- \xff\n")
    with pytest.raises(InventoryError, match=r"binary.yaml:2: .*not UTF-8"):
        load_inventory(binary)


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_gives_an_inventory_or_located_issues(text: str) -> None:
    try:
        parse_inventory(text)
    except InventoryError as error:
        assert error.issues
        assert all(issue.line >= 1 for issue in error.issues)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "area", "domain", "state", "attributes", "min", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@UNHURRIED
@given(st.lists(_VALUES, max_size=4))
def test_any_entries_give_an_inventory_or_located_issues(entries: list[object]) -> None:
    text = f"entities: {entries!r}".replace("None", "null").replace("nan", ".nan")
    try:
        parse_inventory(text)
    except InventoryError as error:
        assert error.issues


@UNHURRIED
@given(st.integers(min_value=0, max_value=400))
def test_replicas_have_names_and_ids_of_their_own(wanted: int) -> None:
    home = DEMO_HOME
    many = replicate(home, wanted)
    assert max(wanted, len(home.entities)) <= len(many.entities) < wanted + len(home.entities) + 1
    assert len({entity.id for entity in many.entities}) == len(many.entities)
    assert len({entity.name for entity in many.entities}) == len(many.entities)
    areas = {area.id for area in many.areas}
    assert {entity.area for entity in many.entities} <= areas


@UNHURRIED
@given(st.text())
def test_slugs_are_object_ids(name: str) -> None:
    assert not set(slug(name)) - set("abcdefghijklmnopqrstuvwxyz0123456789_")


def test_a_phone_that_is_nowhere_on_earth_is_an_issue() -> None:
    phone = "{id: phone, user: anna, latitude: 52.4, longitude: 4.9}"
    assert parse_inventory(f"phones: [{phone}]").phones[0].accuracy == 10
    [issue] = _issues(f"phones:\n- {phone.replace('52.4', '100')}")
    assert issue.startswith("home.yaml:2: phones[0].latitude: ")
