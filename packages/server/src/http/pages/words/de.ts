/** The words of the connect pages in German. */
import type { Catalogue } from "./en.ts";

export const de: Catalogue = {
  connectTitle: "{service} mit {app} verbinden",
  reconnectTitle: "{service} erneut mit {app} verbinden",
  connectSharedTitle: "{service} für alle verbinden, die {app} nutzen",
  notYet: "Noch nicht: {title}",
  forUser: "Für {user}",
  startedBy: "Begonnen von {user}",
  willBeAble: "{app} kann dann:",
  openAccess: "Bei {provider} wählen Sie, worauf {app} zugreifen darf.",
  furtherAccess: "{provider} zeigt Ihnen auf der eigenen Seite, worum {app} sonst noch bittet.",
  sharedUse: "Alle, die {app} nutzen, arbeiten mit dem Konto, das Sie wählen.",
  askYourself: "Haben Sie das selbst begonnen, als {user}?",
  askConsequence:
    "Was Sie hier verbinden, gehört in {app} zu {user}. Hat Ihnen jemand diesen Link geschickt, wählen Sie „Abbrechen“.",
  askReconnect: "Sind Sie {user}?",
  askConsequenceReconnect:
    "Wer {app} betreibt, hat diesen Link an {user} geschickt, weil die Verbindung ihn braucht. Wählen Sie bei {provider} das Konto, das vorher verbunden war: Ein anderes wird nicht angenommen, und sonst ändert sich nichts. Sind Sie nicht {user}, wählen Sie „Abbrechen“.",
  askConsequenceShared:
    "Alle, die {app} nutzen, arbeiten mit dem, was Sie hier verbinden. Hat Ihnen jemand diesen Link geschickt, wählen Sie „Abbrechen“.",
  testTitle: "{service} testen",
  testUse:
    "Nichts wird behalten: Der Zugriff, den Sie erlauben, wird am Ende des Tests widerrufen.",
  testAsks: "Der Test bittet um:",
  askConsequenceTest:
    "{app} sieht bis zum Ende des Tests, wessen Konto das ist. Hat Ihnen jemand diesen Link geschickt, wählen Sie „Abbrechen“.",
  testEndedTitle: "Der Test ist zu Ende",
  testEnded:
    "Was jeder Schritt ergeben hat, steht auf der Seite des Connectors. Sie können dieses Fenster schließen.",
  calm: "Als Nächstes bittet {provider} Sie um Bestätigung. {app} sieht Ihr Passwort nie, und Sie können die Verbindung jederzeit trennen.",
  continueTo: "Weiter zu {provider}",
  cancel: "Abbrechen",
  example: "Zum Beispiel: {example}",
  pickOne: "Bitte wählen",
  fieldMissing: "Bitte ausfüllen: Ohne diese Angabe kann die Verbindung nicht beginnen.",
  leavingTitle: "Weiter zu {provider}",
  leavingNote: "Dort melden Sie sich an und entscheiden.",
  choiceTitle: "Was soll {app} verwenden? ({noun})",
  choiceIntro:
    "Ihr Konto bei {provider} hat mehrere zur Auswahl. {app} verwendet für {user}, was Sie wählen.",
  choiceIntroShared:
    "Ihr Konto bei {provider} hat mehrere zur Auswahl. {app} verwendet, was Sie wählen, für alle, die die App nutzen.",
  choiceMissing: "Bitte wählen Sie zuerst etwas aus.",
  choiceLegend: "Auswahl ({noun})",
  choiceCut: "{provider} nennt noch mehr; nur die ersten {count} werden gezeigt.",
  connect: "Verbinden",
  underWayTitle: "Ihr Konto wird verbunden",
  underWay: "{provider} hat geantwortet, gleich ist es so weit. Diese Seite lädt von selbst neu.",
  connectedTitle: "Verbunden",
  connectedAccount: "{app} kann jetzt {account} verwenden.",
  connectedPlain: "Das Konto ist verbunden.",
  connectedUntil:
    "{provider} gibt nichts, womit sich der Zugriff erneuern ließe: Er endet in {time}; dann muss neu verbunden werden.",
  lessTitle: "Verbunden, mit weniger Zugriff, als {app} wollte",
  lessMissing: "Nicht erlaubt:",
  lessGranted: "Erlaubt:",
  lessFurther: "Weiterer Zugriff, den {provider} auf einer eigenen Seite beschreibt.",
  lessHow: "Für den Rest fragt {provider} Sie noch einmal: Lassen Sie dort alles ausgewählt.",
  grantNow: "Jetzt erlauben",
  notNow: "Nicht jetzt",
  goingBack: "Zurück zu {app} …",
  backTo: "Zurück zu {app}",
  goBack: "Sie können jetzt zu {app} zurückkehren.",
  closeWindow: "Fenster schließen",
  deniedTitle: "Nicht verbunden",
  denied: "Sie haben keinen Zugriff gegeben. Es wurde nichts gespeichert.",
  standsTitle: "Weiterhin verbunden, wie zuvor",
  deniedMore:
    "Sie haben keinen weiteren Zugriff gegeben. {app} kann das Konto wie zuvor verwenden.",
  overSince:
    "Das Konto war verbunden und ist es nicht mehr. Um es wieder zu verbinden, kehren Sie zu {app} zurück.",
  failedTitle: "{service} wurde nicht verbunden",
  failedTitlePlain: "Das Konto wurde nicht verbunden",
  nothingStored: "Es wurde nichts gespeichert.",
  reasonScopes:
    "Ein Teil des Zugriffs, den {app} braucht, wurde nicht erlaubt. Versuchen Sie es noch einmal und lassen Sie alles ausgewählt.",
  reasonOtherAccount:
    "Sie haben ein anderes Konto gewählt als das, das {app} jetzt verwendet. Wählen Sie dieses wieder, oder trennen Sie es zuerst in {app}.",
  reasonNothing:
    "Dieses Konto hat bei {provider} nichts, was {app} verwenden darf. Bitten Sie dort um Zugriff, oder verbinden Sie ein anderes Konto.",
  reasonSetUp:
    "{app} ist für {provider} nicht richtig eingerichtet. Das können nur die Betreiber von {app} beheben: Bitte sagen Sie ihnen Bescheid.",
  reasonSetting:
    "Eine Angabe, mit der die Verbindung begonnen wurde, passt nicht mehr. Beginnen Sie in {app} von vorn.",
  reasonNotAllowed:
    "{app} darf hier nicht mit {provider} verbunden werden. Fragen Sie die Betreiber von {app}.",
  reasonAway:
    "{provider} antwortet nicht, wie es soll. Versuchen Sie es in ein paar Minuten wieder.",
  reasonRefused: "{provider} hat die Verbindung abgelehnt.",
  reasonAnswer: "{provider} hat etwas geantwortet, womit nichts anzufangen ist.",
  reasonBrowser:
    "Eine Verbindung muss in dem Browser beendet werden, in dem sie begonnen wurde. War es dieser, blockiert er vielleicht Cookies für diese Seite.",
  reasonExpired: "Es hat länger als zehn Minuten gedauert oder war schon beendet.",
  reasonServer: "Bei uns ist etwas schiefgegangen. Versuchen Sie es in ein paar Minuten wieder.",
  reasonOther: "Die Verbindung konnte nicht hergestellt werden.",
  tryAgain: "Noch einmal versuchen",
  startAgain: "Für einen neuen Versuch: in {app} von vorn beginnen.",
  details: "Angaben für den Support",
  code: "Code",
  reference: "Kennung",
  explanation: "Erklärung",
  itsWords: "{provider} sagt",
  expiredTitle: "Dieser Link ist abgelaufen",
  expired: "Ein Link gilt einmal und zehn Minuten lang. Beginnen Sie in der App von vorn.",
  expiredReconnect:
    "Ein Link zum erneuten Verbinden gilt einmal, eine Woche lang, bis sich die Verbindung ändert. Verbinden Sie in der App, oder bitten Sie um einen neuen Link.",
  browserTitle: "Bitte verwenden Sie den Browser, in dem Sie begonnen haben",
  embeddedTitle: "Bitte öffnen Sie das in Ihrem Browser",
  embedded:
    "Diese Seite wird innerhalb einer anderen App angezeigt, die sehen kann, was Sie hier eingeben.",
  embeddedRefused:
    "Diese Seite wird innerhalb einer anderen App angezeigt, die sehen kann, was Sie hier eingeben. {provider} erlaubt dort keine Anmeldung.",
  embeddedHow:
    "Öffnen Sie {app} in Ihrem eigenen Browser, etwa Safari, Chrome oder Firefox, und beginnen Sie dort von vorn.",
  embeddedGoOn: "Trotzdem hier fortfahren",
  wrongTitle: "Etwas ist schiefgegangen",
  wrong: "Gehen Sie zurück zur App und beginnen Sie von vorn.",
  nothingHereTitle: "Unter dieser Adresse gibt es nichts",
  nothingHere: "Sie ist falsch geschrieben, oder die Seite gibt es nicht mehr.",
  toDashboard: "Zum Dashboard",
  questions: "Fragen?",
  privacyPolicy: "Datenschutzerklärung von {app}",
};
