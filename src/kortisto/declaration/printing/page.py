"""The Typst template of a printed notice."""

TEMPLATE = r"""
#let data = json(bytes(sys.inputs.data))
#let ink = rgb("#1b1f24")
#let soft = rgb("#4d5661")
#let line-colour = rgb("#b4bcc6")
#let tint = rgb("#eef1f5")
#let accent = rgb("#1d4f91")
#let warn = rgb("#8a1c1c")
#set document(title: data.title)
#set page(
  paper: "a4",
  margin: (top: 24mm, bottom: 24mm, x: 22mm),
  footer: context [
    #set text(size: 8.5pt, fill: soft)
    #line(length: 100%, stroke: 0.4pt + line-colour)
    #v(-4pt)
    #grid(columns: (1fr, auto), data.title, [#data.page #counter(page).display("1 / 1", both: true)])
  ],
)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: data.language, fill: ink, hyphenate: true)
#set par(leading: 0.62em, spacing: 0.85em, justify: false)
#set list(indent: 0.4em, body-indent: 0.6em, spacing: 0.6em)
#show heading: set text(hyphenate: false)
#show heading.where(level: 1): it => {
  set text(size: 14pt, weight: "semibold", fill: accent)
  block(above: 1.9em, below: 0.8em, sticky: true, it)
}
#show heading.where(level: 2): it => {
  set text(size: 11.5pt, weight: "semibold")
  block(above: 1.35em, below: 0.6em, sticky: true, it)
}
#show heading.where(level: 3): it => {
  set text(size: 10.5pt, weight: "semibold", style: "italic")
  block(above: 1.2em, below: 0.5em, sticky: true, it)
}
#show link: set text(fill: accent)
#show outline.entry: set text(size: 10pt)
#show outline.entry: set block(above: 0.55em)

#let mark(words) = text(size: 0.8em, fill: warn)[ (#words)]
#let sentence(one) = {
  for part in one.parts {
    if part.blank { highlight(fill: rgb("#fff3bf"), part.text) } else { part.text }
  }
  for words in one.marks { mark(words) }
}
#let running(said) = said.map(sentence).join([ ])
#let lines(said, dense: false) = {
  if said.len() == 0 { [] } else { said.map(sentence).join(if dense { [; ] } else { parbreak() }) }
}
#let shown-table(it) = {
  let body = {
    set text(size: if it.small { 8pt } else { 9.5pt })
    set par(leading: 0.55em, spacing: 0.55em)
    show table.cell.where(x: 0): set text(weight: "semibold")
    show table.cell.where(y: 0): set text(weight: "semibold")
    table(
      columns: it.widths.map(parts => parts * 1fr),
      stroke: (x, y) => (bottom: (if y == 0 { 0.9pt } else { 0.4pt }) + (if y == 0 { soft } else { line-colour })),
      fill: (x, y) => if y == 0 { tint },
      inset: (x: 5pt, y: 5pt),
      align: left + top,
      table.header(..it.columns),
      ..it.rows.map(row => row.cells.enumerate().map(((i, cell)) => table.cell(
        breakable: row.breaks,
        if i == 0 and cell.len() > 1 {
          [#sentence(cell.first())#parbreak()#text(weight: "regular", lines(cell.slice(1)))]
        } else { lines(cell, dense: it.dense and i > 0) },
      ))).flatten(),
    )
  }
  block(above: 1em, below: 0.5em, sticky: true, text(size: 9.5pt, weight: "semibold", it.caption))
  block(below: 1.3em, width: 100%, body)
}
#let shown-facts(it) = {
  set par(spacing: 0.6em)
  block(above: 0.6em, below: 1.1em, for fact in it.facts {
    block(below: 0.7em, breakable: true)[#strong(fact.label + ":") #running(fact.said)]
  })
}
#let shown(it) = {
  if it.kind == "section" {
    heading(level: it.level, it.title)
    for inner in it.blocks { shown(inner) }
  } else if it.kind == "paragraph" {
    par(running(it.said))
  } else if it.kind == "bullets" {
    let made = list(..it.items.map(running))
    if it.narrow and it.items.len() > 5 {
      let half = calc.ceil(it.items.len() / 2)
      let shown-items = it.items.map(running)
      let (left, right) = (list(..shown-items.slice(0, half)), list(..shown-items.slice(half)))
      grid(columns: (1fr, 1fr), column-gutter: 14pt, left, right)
    } else { made }
  } else if it.kind == "facts" {
    shown-facts(it)
  } else if it.kind == "table" and it.rows.len() > 0 {
    shown-table(it)
  }
}

#block(below: 0.7em)[#title(text(size: 22pt, weight: "semibold", fill: ink, hyphenate: false, data.title))]
#text(fill: soft, data.lead)
#for words in data.banners {
  block(width: 100%, inset: 8pt, stroke: 1pt + warn, fill: rgb("#fdf0ef"), text(fill: warn, weight: "semibold", words))
}
#outline(title: data.contents, depth: 1)
#for section in data.sections { shown(section) }
"""
