"""The page in the browser. Imports the door and the shared words, never a part; Gradio lives only here."""
