"""`rules/matrix.yaml` -> the frozen matrix of layers, service models and parties."""

from __future__ import annotations

from pathlib import Path

import msgspec

from srm_lint.errors import CatalogueError
from srm_lint.model.matrix import Difference, Matrix, MatrixFile
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty
from srm_lint.pack import packed

MODELS = (Model.IAAS, Model.PAAS, Model.SAAS)


def load_matrix(path: Path, cache: Path | None = None) -> Matrix:
    """The matrix in the file `path`, kept as a pack in the folder `cache` between runs.

    Raises:
        CatalogueError: the file cannot be read, is no YAML, breaks its schema, or leaves a cell open.
    """
    model = Path(__file__).parents[1] / "model"
    own_code = (Path(__file__), model / "matrix.py", model / "resource.py")
    return packed("matrix", (path, *own_code), Matrix, lambda: _compile(path, read_matrix_file(path)), cache)


def read_matrix_file(path: Path) -> MatrixFile:
    """The file as it is written."""
    import yaml  # the pack makes reading YAML rare

    try:
        return msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), MatrixFile)
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path}: is no YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{path}: {error}") from error


def _compile(path: Path, written: MatrixFile) -> Matrix:
    for name, layer in written.layers.items():
        for model in MODELS:
            if model not in layer.under:
                raise CatalogueError(f"{path}: layer `{name}` does not say who holds it under {model.value}")
            if layer.under[model].source not in written.sources:
                raise CatalogueError(f"{path}: layer `{name}` names the unknown source `{layer.under[model].source}`")
    missing = {duty.value for duty in Duty} - written.layers.keys()
    if missing:
        raise CatalogueError(f"{path}: no layer for the duties {', '.join(sorted(missing))}")
    by_service: dict[str, tuple[Difference, ...]] = {}
    for difference in written.differences:
        for service in difference.services:
            by_service[service] = (*by_service.get(service, ()), difference)
    return Matrix(written.sources, written.layers, written.concerns, by_service)
