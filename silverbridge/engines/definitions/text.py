"""YAML as definitions use it: safe, and a key that stands twice is a fault instead of silently winning."""

from typing import Any

import yaml


class DuplicateKey(Exception):
    """A mapping names a key twice. `line` counts from 1."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"line {line}: {key}")
        self.key = key
        self.line = line


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses what the next reader would misread."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key_node, _ in node.value:
        if key_node.value in seen:
            raise DuplicateKey(str(key_node.value), key_node.start_mark.line + 1)
        if isinstance(key_node.value, str):
            seen.add(key_node.value)
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(text: str) -> Any:
    """The content of one YAML document. Raises DuplicateKey, or yaml.YAMLError for what is not YAML."""
    return yaml.load(text, Loader=_Loader)
