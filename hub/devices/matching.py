"""Which makers want to hear of a service that announced itself."""

from collections.abc import Iterable, Mapping

from hub.devices.manifest import Manifest, SsdpMatch, ZeroconfMatch
from hub.home.maker import Service


def zeroconf_types(manifests: Mapping[str, Manifest]) -> list[str]:
    """Return the service types to browse for."""
    return sorted({match.type for each in manifests.values() for match in each.zeroconf})


def makers_of(service: Service, manifests: Mapping[str, Manifest]) -> Iterable[str]:
    """Yield the makers whose manifest fits what announced itself."""
    for domain, manifest in manifests.items():
        if service.protocol == "zeroconf":
            fits = any(_fits_zeroconf(match, service) for match in manifest.zeroconf)
        else:
            fits = any(_fits_ssdp(match, service) for match in manifest.ssdp)
        if fits:
            yield domain


def _fits_zeroconf(match: ZeroconfMatch, service: Service) -> bool:
    return (
        match.type == service.type
        and _begins(service.name, match.name)
        and all(_begins(service.properties.get(k.lower()), v) for k, v in match.properties.items())
    )


def _fits_ssdp(match: SsdpMatch, service: Service) -> bool:
    wanted = {"st": match.st, "manufacturer": match.manufacturer, "modelname": match.model_name}
    given = {key: value for key, value in wanted.items() if value is not None}
    told = {"st": service.type, **service.properties}
    return bool(given) and all(_begins(told.get(key), value) for key, value in given.items())


def _begins(text: str | None, beginning: str | None) -> bool:
    if beginning is None:
        return True
    return text is not None and text.casefold().startswith(beginning.casefold())
