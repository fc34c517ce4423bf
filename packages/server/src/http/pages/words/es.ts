/** The words of the connect pages in Spanish. */
import type { Catalogue } from "./en.ts";

export const es: Catalogue = {
  connectTitle: "Conectar {service} con {app}",
  reconnectTitle: "Volver a conectar {service} con {app}",
  connectSharedTitle: "Conectar {service} para todas las personas que usan {app}",
  notYet: "Todavía no: {title}",
  forUser: "Para {user}",
  startedBy: "Iniciado por {user}",
  willBeAble: "{app} podrá:",
  openAccess: "En {provider} eliges a qué puede acceder {app}.",
  furtherAccess: "{provider} te mostrará en su propia página qué más pide {app}.",
  sharedUse: "Todas las personas que usan {app} trabajarán con la cuenta que elijas.",
  askYourself: "¿Has iniciado esto tú, como {user}?",
  askConsequence:
    "Lo que conectes aquí pertenecerá a {user} en {app}. Si alguien te ha enviado este enlace, elige «Cancelar».",
  askReconnect: "¿Eres {user}?",
  askConsequenceReconnect:
    "Quienes gestionan {app} han enviado este enlace a {user}, cuya conexión lo necesita. En {provider}, elige la cuenta que estaba conectada: no se acepta otra y nada más cambia. Si no eres {user}, elige «Cancelar».",
  askConsequenceShared:
    "Todas las personas que usan {app} trabajarán con lo que conectes aquí. Si alguien te ha enviado este enlace, elige «Cancelar».",
  testTitle: "Probar {service}",
  testUse: "No se guarda nada: el acceso que permitas se revoca al terminar la prueba.",
  testAsks: "La prueba pide:",
  askConsequenceTest:
    "{app} verá de quién es esta cuenta hasta que termine la prueba. Si alguien te ha enviado este enlace, elige «Cancelar».",
  testEndedTitle: "La prueba ha terminado",
  testEnded:
    "El resultado de cada paso está en la página del conector. Puedes cerrar esta ventana.",
  calm: "A continuación, {provider} te pedirá que confirmes. {app} nunca ve tu contraseña, y puedes desconectar cuando quieras.",
  continueTo: "Continuar a {provider}",
  cancel: "Cancelar",
  example: "Por ejemplo: {example}",
  pickOne: "Elige una opción",
  fieldMissing: "Rellena este campo: la conexión no puede empezar sin él.",
  leavingTitle: "Te llevamos a {provider}",
  leavingNote: "Allí inicias sesión y decides.",
  choiceTitle: "¿Qué debe usar {app}? ({noun})",
  choiceIntro:
    "Tu cuenta de {provider} tiene varias opciones. {app} usará la que elijas para {user}.",
  choiceIntroShared:
    "Tu cuenta de {provider} tiene varias opciones. {app} usará la que elijas para todas las personas que usan la aplicación.",
  choiceMissing: "Primero elige una de ellas.",
  choiceLegend: "Elige ({noun})",
  choiceCut: "{provider} nombra más; solo se muestran las primeras {count}.",
  connect: "Conectar",
  underWayTitle: "Conectando tu cuenta",
  underWay: "{provider} ha respondido y estamos terminando. Esta página se recarga sola.",
  connectedTitle: "Conectado",
  connectedAccount: "{app} ya puede usar {account}.",
  connectedPlain: "La cuenta está conectada.",
  connectedUntil:
    "{provider} no ha dado nada con que renovar el acceso: termina en {time}, y entonces habrá que conectar de nuevo.",
  lessTitle: "Conectado, con menos acceso del que pidió {app}",
  lessMissing: "No permitido:",
  lessGranted: "Permitido:",
  lessFurther: "Otro acceso, que {provider} describe en su propia página.",
  lessHow: "Para permitir el resto, {provider} te preguntará otra vez: deja todo seleccionado.",
  grantNow: "Permitir ahora",
  notNow: "Ahora no",
  goingBack: "Volviendo a {app}…",
  backTo: "Volver a {app}",
  goBack: "Ya puedes volver a {app}.",
  closeWindow: "Cerrar esta ventana",
  deniedTitle: "No conectado",
  denied: "Has decidido no dar acceso. No se ha guardado nada.",
  standsTitle: "Sigue conectado, como antes",
  deniedMore: "No has dado más acceso. {app} puede usar la cuenta como antes.",
  overSince:
    "La cuenta estaba conectada y ya no lo está. Para volver a conectarla, vuelve a {app}.",
  failedTitle: "No se ha conectado {service}",
  failedTitlePlain: "La cuenta no se ha conectado",
  nothingStored: "No se ha guardado nada.",
  reasonScopes:
    "No se ha permitido todo el acceso que {app} necesita. Inténtalo de nuevo y deja todo seleccionado.",
  reasonOtherAccount:
    "Has elegido otra cuenta que la que {app} usa ahora. Vuelve a elegir esa, o desconéctala antes en {app}.",
  reasonNothing:
    "Esta cuenta no tiene nada en {provider} que {app} pueda usar. Pide acceso allí, o conecta otra cuenta.",
  reasonSetUp:
    "{app} no está bien configurado para {provider}. Solo quienes gestionan {app} pueden arreglarlo: avísales.",
  reasonSetting:
    "Un dato con el que se inició la conexión ya no encaja. Empieza de nuevo en {app}.",
  reasonNotAllowed:
    "{app} no puede conectarse aquí con {provider}. Pregunta a quienes gestionan {app}.",
  reasonAway: "{provider} no responde como debe. Inténtalo de nuevo en unos minutos.",
  reasonRefused: "{provider} se ha negado a completar la conexión.",
  reasonAnswer: "{provider} ha enviado una respuesta que no se puede usar.",
  reasonBrowser:
    "Una conexión debe terminarse en el navegador en que se inició. Si era este, quizá bloquea las cookies de esta página.",
  reasonExpired: "Han pasado más de diez minutos, o ya había terminado.",
  reasonServer: "Algo ha fallado por nuestra parte. Inténtalo de nuevo en unos minutos.",
  reasonOther: "No se ha podido completar la conexión.",
  tryAgain: "Intentar de nuevo",
  startAgain: "Para intentarlo otra vez, empieza de nuevo en {app}.",
  details: "Detalles para soporte",
  code: "Código",
  reference: "Referencia",
  explanation: "Explicación",
  itsWords: "{provider} dice",
  expiredTitle: "Este enlace ha caducado",
  expired:
    "Un enlace sirve una vez y durante diez minutos. Vuelve a la aplicación y empieza de nuevo.",
  expiredReconnect:
    "Un enlace para volver a conectar sirve una vez, durante una semana, mientras no cambie la conexión. Conecta desde la aplicación o pide un enlace nuevo.",
  browserTitle: "Usa el navegador en el que empezaste",
  embeddedTitle: "Usa tu navegador para esto",
  embedded: "Esta página se muestra dentro de otra aplicación, que puede ver lo que escribes aquí.",
  embeddedRefused:
    "Esta página se muestra dentro de otra aplicación, que puede ver lo que escribes aquí. {provider} no permite que nadie inicie sesión ahí.",
  embeddedHow:
    "Abre {app} en tu propio navegador, como Safari, Chrome o Firefox, y empieza de nuevo allí.",
  embeddedGoOn: "Continuar aquí de todos modos",
  wrongTitle: "Algo ha fallado",
  wrong: "Vuelve a la aplicación y empieza de nuevo.",
  nothingHereTitle: "No hay nada en esta dirección",
  nothingHere: "Puede que esté mal escrita, o que la página ya no exista.",
  toDashboard: "Ir al panel",
  questions: "¿Preguntas?",
  privacyPolicy: "Política de privacidad de {app}",
};
