"""Generated estates of any size, for measuring how work grows."""

from __future__ import annotations

from pathlib import Path

BUCKET = """
resource "aws_s3_bucket" "b{n}" {{
  bucket = "logs-{n}-${{var.environment}}"
  tags   = merge(local.tags, {{ Name = "b{n}" }})
}}

resource "aws_s3_bucket_versioning" "b{n}" {{
  bucket = aws_s3_bucket.b{n}.id
  versioning_configuration {{ status = "Enabled" }}
}}
"""

HEAD = """
variable "environment" { default = "live" }
locals { tags = { Owner = "platform", Environment = var.environment } }
"""


def flat(folder: Path, resources: int) -> None:
    """One root module with `resources` resources, 200 to a file."""
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(HEAD)
    pairs = [BUCKET.format(n=n) for n in range(resources // 2)]
    for start in range(0, len(pairs), 100):
        (folder / f"buckets{start}.tf").write_text("".join(pairs[start : start + 100]))


def instances(folder: Path, resources: int) -> None:
    """One resource and its settings with `for_each` over a list of names."""
    folder.mkdir(parents=True)
    block = (
        BUCKET.format(n=0).replace('"b0" {', '"b0" {\n  for_each = local.names', 2).replace("b0.id", "b0[each.key].id")
    )
    names = f'locals {{ names = toset([for n in range(1, {min(resources // 2, 1024)}) : "n${{n}}"]) }}'
    (folder / "main.tf").write_text(HEAD + names + block)


def nested(folder: Path, depth: int) -> None:
    """Modules that call modules, `depth` deep, each with two instances of the next."""
    for level in range(depth):
        place = folder / "/".join(["m"] * level) if level else folder
        place.mkdir(parents=True, exist_ok=True)
        call = 'module "m" {\n  source = "./m"\n  count  = 2\n}\n' if level + 1 < depth else ""
        (place / "main.tf").write_text(HEAD + BUCKET.format(n=level) + call)
