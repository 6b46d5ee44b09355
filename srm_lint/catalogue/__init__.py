"""YAML -> the frozen service catalogue and the matrix of responsibilities."""

from srm_lint.catalogue.matrix import load_matrix
from srm_lint.catalogue.services import known_types, load_catalogue, with_user_files
from srm_lint.catalogue.systems import load_systems
from srm_lint.catalogue.type_names import listed_names, meant_by, provider_of

__all__ = [
    "known_types",
    "listed_names",
    "load_catalogue",
    "load_matrix",
    "load_systems",
    "meant_by",
    "provider_of",
    "with_user_files",
]
