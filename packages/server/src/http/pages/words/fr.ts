/** The words of the connect pages in French. */
import type { Catalogue } from "./en.ts";

export const fr: Catalogue = {
  connectTitle: "Connecter votre {service} à {app}",
  reconnectTitle: "Reconnecter votre {service} à {app}",
  connectSharedTitle: "Connecter {service} pour toutes les personnes qui utilisent {app}",
  notYet: "Pas encore : {title}",
  forUser: "Pour {user}",
  startedBy: "Demandé par {user}",
  willBeAble: "{app} pourra :",
  openAccess: "Vous choisirez chez {provider} ce à quoi {app} peut accéder.",
  furtherAccess: "{provider} vous indiquera sur sa propre page ce que {app} demande d’autre.",
  sharedUse: "Toutes les personnes qui utilisent {app} travailleront avec le compte choisi.",
  askYourself: "Avez-vous fait cette demande vous-même, en tant que {user} ?",
  askConsequence:
    "Ce que vous connectez ici appartiendra à {user} dans {app}. Si quelqu’un vous a envoyé ce lien, choisissez « Annuler ».",
  askReconnect: "Êtes-vous {user} ?",
  askConsequenceReconnect:
    "Les responsables de {app} ont envoyé ce lien à {user}, dont la connexion en a besoin. Chez {provider}, choisissez le compte connecté auparavant : aucun autre n’est accepté, et rien d’autre ne change. Si vous n’êtes pas {user}, choisissez « Annuler ».",
  askConsequenceShared:
    "Toutes les personnes qui utilisent {app} travailleront avec ce que vous connectez ici. Si quelqu’un vous a envoyé ce lien, choisissez « Annuler ».",
  testTitle: "Tester {service}",
  testUse: "Rien n’est conservé : l’accès que vous autorisez est révoqué à la fin du test.",
  testAsks: "Le test demande :",
  askConsequenceTest:
    "{app} verra à qui est ce compte jusqu’à la fin du test. Si quelqu’un vous a envoyé ce lien, choisissez « Annuler ».",
  testEndedTitle: "Le test est terminé",
  testEnded:
    "Le résultat de chaque étape figure sur la page du connecteur. Vous pouvez fermer cette fenêtre.",
  calm: "{provider} va maintenant vous demander de confirmer. {app} ne voit jamais votre mot de passe, et vous pouvez vous déconnecter à tout moment.",
  continueTo: "Continuer vers {provider}",
  cancel: "Annuler",
  example: "Par exemple : {example}",
  pickOne: "Choisissez",
  fieldMissing: "Veuillez remplir ce champ : la connexion ne peut pas commencer sans lui.",
  leavingTitle: "Nous vous dirigeons vers {provider}",
  leavingNote: "Vous vous y connectez et décidez là-bas.",
  choiceTitle: "Que doit utiliser {app} ? ({noun})",
  choiceIntro:
    "Votre compte {provider} en compte plusieurs. {app} utilisera votre choix pour {user}.",
  choiceIntroShared:
    "Votre compte {provider} en compte plusieurs. {app} utilisera votre choix pour toutes les personnes qui utilisent l’application.",
  choiceMissing: "Faites d’abord votre choix.",
  choiceLegend: "Votre choix ({noun})",
  choiceCut: "{provider} en nomme davantage ; seuls les {count} premiers sont affichés.",
  connect: "Connecter",
  underWayTitle: "Connexion de votre compte",
  underWay: "{provider} a répondu, nous terminons. Cette page se recharge d’elle-même.",
  connectedTitle: "Connecté",
  connectedAccount: "{app} peut maintenant utiliser {account}.",
  connectedPlain: "Le compte est connecté.",
  connectedUntil:
    "{provider} n’a rien donné pour renouveler l’accès : il prend fin dans {time}, et il faudra alors se reconnecter.",
  lessTitle: "Connecté, avec moins d’accès que {app} n’en demandait",
  lessMissing: "Non autorisé :",
  lessGranted: "Autorisé :",
  lessFurther: "Un autre accès, que {provider} décrit sur sa propre page.",
  lessHow:
    "Pour autoriser le reste, {provider} vous interroge encore une fois : laissez tout coché.",
  grantNow: "Autoriser maintenant",
  notNow: "Pas maintenant",
  goingBack: "Retour à {app}…",
  backTo: "Retour à {app}",
  goBack: "Vous pouvez maintenant revenir à {app}.",
  closeWindow: "Fermer cette fenêtre",
  deniedTitle: "Non connecté",
  denied: "Vous avez choisi de ne pas donner accès. Rien n’a été enregistré.",
  standsTitle: "Toujours connecté, comme avant",
  deniedMore:
    "Vous n’avez pas donné d’accès supplémentaire. {app} peut utiliser le compte comme avant.",
  overSince: "Le compte était connecté et ne l’est plus. Pour le reconnecter, revenez à {app}.",
  failedTitle: "Votre {service} n’a pas été connecté",
  failedTitlePlain: "Le compte n’a pas été connecté",
  nothingStored: "Rien n’a été enregistré.",
  reasonScopes:
    "Une partie de l’accès dont {app} a besoin n’a pas été accordée. Réessayez en laissant tout coché.",
  reasonOtherAccount:
    "Vous avez choisi un autre compte que celui que {app} utilise. Choisissez-le à nouveau, ou déconnectez-le d’abord dans {app}.",
  reasonNothing:
    "Ce compte n’a rien chez {provider} que {app} puisse utiliser. Demandez-y un accès, ou connectez un autre compte.",
  reasonSetUp:
    "{app} n’est pas bien configuré pour {provider}. Seuls ses responsables peuvent y remédier : prévenez-les.",
  reasonSetting:
    "Une valeur donnée au départ de la connexion ne convient plus. Recommencez dans {app}.",
  reasonNotAllowed:
    "{app} ne peut pas être connecté à {provider} ici. Demandez aux responsables de {app}.",
  reasonAway: "{provider} ne répond pas comme il faut. Réessayez dans quelques minutes.",
  reasonRefused: "{provider} a refusé de terminer la connexion.",
  reasonAnswer: "{provider} a envoyé une réponse inutilisable.",
  reasonBrowser:
    "Une connexion doit être terminée dans le navigateur où elle a commencé. Si c’était celui-ci, il bloque peut-être les cookies de cette page.",
  reasonExpired: "Cela a pris plus de dix minutes, ou c’était déjà terminé.",
  reasonServer: "Une erreur s’est produite de notre côté. Réessayez dans quelques minutes.",
  reasonOther: "La connexion n’a pas pu être terminée.",
  tryAgain: "Réessayer",
  startAgain: "Pour réessayer, recommencez dans {app}.",
  details: "Détails pour l’assistance",
  code: "Code",
  reference: "Référence",
  explanation: "Explication",
  itsWords: "Réponse de {provider}",
  expiredTitle: "Ce lien a expiré",
  expired: "Un lien sert une fois, pendant dix minutes. Revenez à l’application et recommencez.",
  expiredReconnect:
    "Un lien de reconnexion sert une fois, pendant une semaine, tant que la connexion ne change pas. Connectez-vous dans l’application, ou demandez un nouveau lien.",
  browserTitle: "Utilisez le navigateur dans lequel vous avez commencé",
  embeddedTitle: "Utilisez votre navigateur pour cela",
  embedded:
    "Cette page s’affiche dans une autre application, qui peut voir ce que vous saisissez ici.",
  embeddedRefused:
    "Cette page s’affiche dans une autre application, qui peut voir ce que vous saisissez ici. {provider} n’y permet à personne de se connecter.",
  embeddedHow:
    "Ouvrez {app} dans votre propre navigateur, comme Safari, Chrome ou Firefox, et recommencez là.",
  embeddedGoOn: "Continuer ici quand même",
  wrongTitle: "Une erreur s’est produite",
  wrong: "Revenez à l’application et recommencez.",
  nothingHereTitle: "Il n’y a rien à cette adresse",
  nothingHere: "Elle est peut-être mal saisie, ou la page n’existe plus.",
  toDashboard: "Aller au tableau de bord",
  questions: "Des questions ?",
  privacyPolicy: "Politique de confidentialité de {app}",
};
