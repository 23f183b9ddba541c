"""Training data made by rule from open texts. Nothing here reads the code that checks answers."""
