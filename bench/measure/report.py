"""One row of the table of goals: what was reached, beside what shall be."""
import dataclasses
import json
import statistics

median = statistics.median
opening, closing = "<!-- figures -->", "<!-- end of figures -->"


@dataclasses.dataclass
class row:
    """`goal` bounds `ratio` where there is a peer, else `figure`: from above, or from below with `at_least`."""
    key: str
    work: str
    figure: float
    unit: str
    goal: float
    at_least: bool = False
    peer: str = ""
    peer_figure: float | None = None
    ratio: float | None = None
    rounds: object = None
    note: str = ""

    def judged(self):
        return self.figure if self.ratio is None else self.ratio

    def met(self):
        return self.judged() >= self.goal if self.at_least else self.judged() <= self.goal

    def reach(self):
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.goal:g}" + (f" {self.unit}" if self.ratio is None else "×")


def against(key, work, unit, ours, peer, theirs, goal, at_least=False, rounds=None, note=""):
    """Medians of both; the ratio is the median of the rounds' own, since a round shares its minute."""
    ratio = median([one / other for one, other in zip(ours, theirs)])
    return row(key, work, median(ours), unit, goal, at_least, peer, median(theirs), ratio, rounds, note)


def _number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


heads = ("row", "figure", "peer", "ratio", "reach", "met")


def _cells(each):
    return (each.work, f"{_number(each.figure)} {each.unit}", f"{each.peer} {_number(each.peer_figure)}".strip(),
            "" if each.ratio is None else f"{each.ratio:.2f}×", each.reach(), "yes" if each.met() else "no")


def print_table(rows):
    lines = [_cells(each) for each in rows]
    widths = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]
    for line in (heads, tuple("-" * width for width in widths), *lines):
        print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())
    for each in rows:
        if each.note:
            print(f"  {each.key}: {each.note}")


def write_json(file, machine, rows, faults, order):
    """Rows measured by an earlier run stay in the file until they are measured again. `order` names them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(file.read_text()).get("rows", {}) if file.exists() else {}
    for each in rows:
        kept[each.key] = {**dataclasses.asdict(each), "met": each.met(), "measured": machine["time"]}
    known = [item for item in kept.items() if item[0].split()[0] in order]
    kept = dict(sorted(known, key=lambda item: order.index(item[0].split()[0])))
    file.write_text(json.dumps({"machine": machine, "rows": kept, "faults": faults}, ensure_ascii=False, indent=1))


def write_page(page, results):
    """The figures of docs/reference/performance.md, from the results file."""
    measured = json.loads(results.read_text())
    names = {field.name for field in dataclasses.fields(row)}
    rows = [row(**{name: each[name] for name in names}) for each in measured["rows"].values()]
    machine = measured["machine"]
    lines = ["| " + " | ".join(cells) + " |" for cells in [heads, ("---",) * len(heads), *map(_cells, rows)]]
    about = (f"{machine['time'][:10]}, {machine['cores']} cores of {machine['cpu']}, Linux {machine['kernel']}, "
             f"{machine['compiler']}, {machine['nginx']}, Node {machine['node']}")
    before, _, rest = page.read_text().partition(opening)
    after = rest.partition(closing)[2]
    page.write_text("\n".join([before + opening, *lines, "", about, closing]) + after)
