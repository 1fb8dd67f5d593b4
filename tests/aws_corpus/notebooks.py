"""Forms that are Jupyter notebooks, whose JSON holds the lines of code and of output as strings."""

from __future__ import annotations

import json
from collections.abc import Iterator

from aws_corpus.templates import Form, form

Json = dict[str, object]


def with_credential() -> Iterator[Form]:
    """Yield the notebooks that hold a credential."""
    client = 'client = boto3.client("s3", aws_access_key_id="«id»", aws_secret_access_key="«secret»")'
    response = "{'AccessKeyId': '«id:AS»',\n 'SecretAccessKey': '«secret»',\n 'SessionToken': '«token»'}"
    listed = "\x1b[01;31mAWS_ACCESS_KEY_ID\x1b[m=«id»\nAWS_SECRET_ACCESS_KEY=\x1b[33m«secret»\x1b[0m\n"
    called = (
        "\x1b[0;32m----> 1\x1b[0m s3 = client(aws_access_key_id=\x1b[34m'«id»'\x1b[0m, "
        "aws_secret_access_key=\x1b[34m'«secret»'\x1b[0m)"
    )
    table = ["<table><tr><th>AccessKeyId</th><td>«id»</td></tr></table>"]
    assigned = 'import boto3\naws_access_key_id = "«id»"\naws_secret_access_key = "«secret»"\n'
    for name, path, content in (
        ("ipynb-source", "nb/a.ipynb", _notebook(_cell(assigned), _cell("1+1", _result("2")))),
        ("ipynb-env-magic", "nb/b.ipynb", _notebook(_cell("%env AWS_ACCESS_KEY_ID=«id»\n%env AWS_SECRET_ACCESS_KEY=«secret»\n"))),
        ("ipynb-output-stream", "nb/c.ipynb", _notebook(_cell("print(creds)", _stream("access key: «id»\nsecret access key: «secret»\n")))),
        ("ipynb-output-repr", "nb/d.ipynb", _notebook(_cell("session.get_credentials()", _result(response)))),
        ("ipynb-output-ansi", "nb/e.ipynb", _notebook(_cell("!env | grep AWS", _stream(listed)))),
        ("ipynb-output-ansi-id-at-escape", "nb/f.ipynb", _notebook(_cell("show()", _stream("key: \x1b[32m«id»\x1b[0m\n")))),
        ("ipynb-html-output", "nb/g.ipynb", _notebook(_cell("df", _output({"text/html": table})))),
        ("ipynb-dict-one-line", "nb/h.ipynb", _notebook(_cell(client))),
        ("ipynb-single-quotes", "nb/i.ipynb", _notebook(_cell("SECRET_KEY='«secret»'\nACCESS_KEY='«id»'"))),
        ("ipynb-stderr-traceback", "nb/t.ipynb", _notebook(_cell("up()", _error(called)))),
        ("ipynb-widget-text", "nb/w.ipynb", _notebook(_cell("os.environ['AWS_SECRET_ACCESS_KEY'] = getpass() or \"«secret»\"\n", _stream("done\n")))),
        ("presigned-notebook", "nb/p.ipynb", _notebook(_cell("url", _result("'«presigned:t»'")))),
    ):  # fmt: skip
        yield form(name, "notebooks", path, content, has_credential=True)


def harmless() -> Iterator[Form]:
    """Yield the notebooks that hold none."""
    client = 'boto3.client("s3", aws_access_key_id="«docid»", aws_secret_access_key="«docsecret»")'
    image = {"image/png": "iVBORw0KGgoAAAANSUhEUg«b64akia:9000»==\n", "text/plain": ["<Figure>"]}
    shown: Json = {"data": image, "metadata": {}, "output_type": "display_data"}
    for name, path, content, options in (
        ("doc-quoted-in-notebook", "docs/l.ipynb", _notebook(_cell(client)), ()),
        ("notebook-image", "nb/img.ipynb", _notebook(_cell("plt.plot()", shown)), ("times=3",)),
    ):
        yield form(name, "notebooks without", path, content, options, has_credential=False)


def _notebook(*cells: Json) -> str:
    """Return a notebook as Jupyter writes it."""
    numbered = [cell | {"execution_count": number, "id": f"c{number:07x}"} for number, cell in enumerate(cells, 1)]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    document = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _cell(source: str, *outputs: Json) -> Json:
    head = {"cell_type": "code", "execution_count": 0, "id": "", "metadata": {}}
    return head | {"outputs": list(outputs), "source": source.splitlines(keepends=True)}


def _stream(text: str) -> Json:
    return {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}


def _error(line: str) -> Json:
    return {"ename": "NameError", "evalue": "", "output_type": "error", "traceback": [line]}


def _result(text: str) -> Json:
    return _output({"text/plain": text.splitlines(keepends=True)})


def _output(data: Json) -> Json:
    return {"data": data, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}
