"""What the documents of the pretended library say."""

from __future__ import annotations

HOSTILE = '<img src=x onerror="alert(1)">'

FERRY = f"""# Harbour ferry: winter timetable

The *Skua* sails between Oldhaven and the island of Brim. {HOSTILE}

## Crossings

The first crossing leaves at 6.40. In a gale above force nine the harbour master stops all sailings. The island is then
served by helicopter.

- Bicycles travel free of charge.
- Dogs stay on the open deck.

| Month | Crossings | Cancelled |
|---|---|---|
| December | 214 | 9 |
| January | 208 | 17 |

Tickets are sold on board. The harbour master, Ida Wren, said: “Nobody sails on my watch when the bar is breaking.”
"""
