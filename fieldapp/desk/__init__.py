"""Fourth floor: the errands a person runs, one module each. Each wires rules, store and documents and knows no screen."""
