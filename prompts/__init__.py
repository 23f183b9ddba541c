"""The prompts, as Markdown files; ``assistant.prompts`` loads them."""
