"""Compiles the message catalogues while the wheel is built, so that no binary file is committed."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Called by hatchling for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict) -> None:  # noqa: ARG002 - hatchling's signature
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for po in Path(self.root, "silverbridge").rglob("*.po"):
            with po.open("rb") as source:
                catalog = read_po(source, locale="zh_Hans")
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalog)
