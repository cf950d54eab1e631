"""The list of parts as programs read it: CycloneDX 1.6, JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from installer.part import Part
from installer.paths import version


def document(parts: Sequence[Part], moment: int) -> str:
    """The same parts at the same `moment` (seconds) give the same text. A part depends on what lies inside of it."""
    program = Component(
        name="Rexus",
        version=version(),
        type=ComponentType.APPLICATION,
        bom_ref="rexus",
        licenses=[LicenseFactory().make_from_string("MIT")],
    )
    by_part = {part: _component(part) for part in sorted(parts)}
    components = list(by_part.values())
    inside: dict[str, list[Component]] = {}
    for part, component in by_part.items():
        inside.setdefault(part.within, []).append(component)
    identity = "\n".join((version(), str(moment), *(str(component.purl) for component in components)))
    bom = Bom(
        components=components,
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, identity),
        metadata=BomMetaData(component=program, timestamp=datetime.fromtimestamp(moment, UTC)),
        dependencies=[
            Dependency(ref=program.bom_ref, dependencies=_references(inside[""])),
            *(
                Dependency(
                    ref=component.bom_ref,
                    dependencies=_references(inside.get(part.name, []) if not part.within else []),
                )
                for part, component in by_part.items()
            ),
        ],
    )
    text = JsonV1Dot6(bom).output_as_string()
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _references(components: list[Component]) -> list[Dependency]:
    return [Dependency(ref=component.bom_ref) for component in components]


def _component(part: Part) -> Component:
    kind, namespace = ("deb", "debian") if part.kind == "deb" else (part.kind, None)
    url = PackageURL(kind, namespace, part.name, part.version or None)
    licences = [LicenseFactory().make_from_string(part.licence)] if part.licence else []
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        # Two packages may hold the same part.
        bom_ref=f"{part.within}/{url.to_string()}" if part.within else url.to_string(),
        purl=url,
        licenses=licences,
    )
