//! A header as a French administrator's export has it, no-break spaces and curly apostrophes included.

use longshore_engine::row::Header;

pub(crate) fn header() -> Header {
    let mut columns: Vec<String> = [
        "ID",
        "Type",
        "UGS",
        "GTIN, UPC, EAN ou ISBN",
        "Nom",
        "Publié",
        "Mis en avant\u{a0}?",
        "Visibilité dans le catalogue",
        "Description courte",
        "Description",
        "Date de début de promo",
        "Date de fin de promo",
        "État de la TVA",
        "Classe de TVA",
        "En stock\u{a0}?",
        "Stock",
        "Montant de stock faible",
        "Autoriser les commandes de produits en rupture\u{a0}?",
        "Vendre individuellement\u{a0}?",
        "Poids (kg)",
        "Longueur (cm)",
        "Largeur (cm)",
        "Hauteur (cm)",
        "Autoriser les avis clients\u{a0}?",
        "Note de commande",
        "Tarif promo",
        "Tarif régulier",
        "Catégories",
        "Étiquettes",
        "Classe d’expédition",
        "Images",
        "Limite de téléchargement",
        "Jours d’expiration du téléchargement",
        "Parent",
        "Groupes de produits",
        "Produits suggérés",
        "Ventes croisées",
        "URL externe",
        "Libellé du bouton",
        "Position",
        "Marques",
        "Méta\u{a0}: _wp_page_template",
        "Méta\u{a0}: rank_math_title",
        "Blocksy onglets",
        "Blocksy galerie",
    ]
    .map(str::to_owned)
    .to_vec();
    for number in 1..=8 {
        columns.extend([
            format!("Nom de l’attribut {number}"),
            format!("Valeur(s) de l’attribut {number} "),
            format!("Attribut {number} visible"),
            format!("Attribut {number} global"),
            format!("Attribut {number} par défaut"),
        ]);
    }
    Header { columns, line: Some(1) }
}
