"""Names that people say, and entity ids that stay."""

from hub.home.ids import domain_of, is_entity_id, slugify
from integrations.mqtt.config import EntityConfig

# Classes whose names are not their own words (Home Assistant, sensor, binary_sensor).
CLASS_NAMES = {
    "aqi": "Air quality index", "energy_storage": "Stored energy", "monetary": "Balance",
    "ph": "pH", "pm1": "PM1", "pm10": "PM10", "pm25": "PM2.5",
    "volatile_organic_compounds": "VOCs", "volatile_organic_compounds_parts": "VOCs",
    "volume_storage": "Stored volume", "battery_charging": "Charging",
}  # fmt: skip


def device_name(config: EntityConfig) -> str | None:
    """Return the name of the entity's device."""
    if config.device is None:
        return None
    return config.device.name or config.device.key


def entity_name(config: EntityConfig, domain: str) -> str:
    """Return the full name: the device's, then the entity's own unless that repeats it."""
    device = device_name(config)
    own = config.name
    if own is None and not config.is_named_after_device:
        own = _class_name(config, domain)
    if own is None:
        return device or f"MQTT {domain.replace('_', ' ')}"
    if device is None or _starts_with(own, device):
        return own
    return f"{device} {own}"


def _class_name(config: EntityConfig, domain: str) -> str | None:
    """Name an unnamed entity by its device class, as Home Assistant does."""
    if config.device_class is not None:
        known = CLASS_NAMES.get(config.device_class)
        if known is not None and domain in {"sensor", "number", "binary_sensor"}:
            return known
        return config.device_class.replace("_", " ").capitalize()
    return f"MQTT {domain.replace('_', ' ')}" if config.device is None else None


def _starts_with(own: str, device: str) -> bool:
    own, device = own.casefold(), device.casefold()
    return own == device or own.startswith(f"{device} ")


def wanted_id(domain: str, config: EntityConfig) -> str:
    """Return the entity id that an announcement asks for, or one made of its name."""
    default = config.default_entity_id
    if default is not None and is_entity_id(default) and domain_of(default) == domain:
        return default
    own = default.partition(".")[2] or default if default is not None else config.object_id
    return f"{domain}.{slugify(own or entity_name(config, domain))}"
