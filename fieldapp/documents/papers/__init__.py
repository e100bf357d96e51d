"""The papers that families hold in their hands, one module each: outlines made from a dossier."""
