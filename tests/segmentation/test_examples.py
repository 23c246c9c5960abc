"""Every example in a docstring of the library runs, and the library knows nothing of the server."""

import ast
import doctest
import importlib
import inspect
import pkgutil

import pytest

import segmentation

MODULES = ["segmentation", *(f"segmentation.{module.name}" for module in pkgutil.iter_modules(segmentation.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_module_but_the_errors_has_examples() -> None:
    finder = doctest.DocTestFinder()
    silent = [
        name for name in MODULES if not any(found.examples for found in finder.find(importlib.import_module(name)))
    ]
    assert silent == ["segmentation.errors"]


@pytest.mark.parametrize("name", MODULES)
def test_the_library_does_not_know_the_server(name: str) -> None:
    tree = ast.parse(inspect.getsource(importlib.import_module(name)))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {module for module in imported if module.split(".")[0] == "server"}
