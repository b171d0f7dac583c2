"""Mind maps of XMind (since 2020): a zip archive with the topics in content.json."""

import json

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.form import Form
from grsearch_desktop.extract.readers.package import Package
from grsearch_desktop.extract.readers.reader import Reader

FORM = Form("document", "grsearch_xmind:XMindReader", "xmind")


class XMindReader(Reader):
    def read_text(self, source):
        with Package(source) as package:  # counts what it unpacks
            try:
                sheets = json.loads(package.read("content.json"))
            except (ValueError, RecursionError) as error:
                raise UnreadableFileError(reasons.DAMAGED) from error
        pages = tuple(
            PageText(number, "\n".join(topics(sheet["rootTopic"])), sheet.get("title", ""))
            for number, sheet in enumerate(sheets[: source.limits.pages], start=1)
        )
        return Content(self.kind, pages, title=sheets[0]["rootTopic"].get("title", ""))


def topics(topic):
    yield topic.get("title", "")
    for child in topic.get("children", {}).get("attached", ()):
        yield from topics(child)
