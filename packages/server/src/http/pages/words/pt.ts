/** The words of the connect pages in Portuguese. */
import type { Catalogue } from "./en.ts";

export const pt: Catalogue = {
  connectTitle: "Conectar {service} a {app}",
  connectSharedTitle: "Conectar {service} para todas as pessoas que usam {app}",
  notYet: "Ainda não: {title}",
  forUser: "Para {user}",
  startedBy: "Iniciado por {user}",
  willBeAble: "{app} poderá:",
  openAccess: "Em {provider} você escolhe a que {app} pode ter acesso.",
  furtherAccess: "{provider} mostra na própria página o que mais {app} pede.",
  sharedUse: "Todas as pessoas que usam {app} vão trabalhar com a conta que você escolher.",
  askYourself: "Foi você quem iniciou isto, como {user}?",
  askConsequence:
    "O que você conectar aqui vai pertencer a {user} em {app}. Se alguém lhe enviou este link, escolha “Cancelar”.",
  askConsequenceShared:
    "Todas as pessoas que usam {app} vão trabalhar com o que você conectar aqui. Se alguém lhe enviou este link, escolha “Cancelar”.",
  calm: "A seguir, {provider} vai pedir que você confirme. {app} nunca vê sua senha, e você pode desconectar quando quiser.",
  continueTo: "Continuar para {provider}",
  cancel: "Cancelar",
  example: "Por exemplo: {example}",
  pickOne: "Escolha uma opção",
  fieldMissing: "Preencha este campo: a conexão não pode começar sem ele.",
  leavingTitle: "Levando você a {provider}",
  leavingNote: "Lá você entra na sua conta e decide.",
  choiceTitle: "O que {app} deve usar? ({noun})",
  choiceIntro:
    "Sua conta de {provider} tem várias opções. {app} vai usar a que você escolher para {user}.",
  choiceIntroShared:
    "Sua conta de {provider} tem várias opções. {app} vai usar a que você escolher para todas as pessoas que usam o aplicativo.",
  choiceMissing: "Escolha uma delas primeiro.",
  choiceLegend: "Escolha ({noun})",
  choiceCut: "{provider} informa mais; só as primeiras {count} são mostradas.",
  connect: "Conectar",
  underWayTitle: "Conectando sua conta",
  underWay: "{provider} respondeu e estamos terminando. Esta página recarrega sozinha.",
  connectedTitle: "Conectado",
  connectedAccount: "{app} já pode usar {account}.",
  connectedPlain: "A conta está conectada.",
  connectedUntil:
    "{provider} não deu nada com que renovar o acesso: ele termina em {time}, e então será preciso conectar de novo.",
  goingBack: "Voltando para {app}…",
  backTo: "Voltar para {app}",
  goBack: "Você já pode voltar para {app}.",
  closeWindow: "Fechar esta janela",
  deniedTitle: "Não conectado",
  denied: "Você decidiu não dar acesso. Nada foi guardado.",
  failedTitle: "{service} não foi conectado",
  failedTitlePlain: "A conta não foi conectada",
  reasonScopes:
    "Parte do acesso de que {app} precisa não foi permitida. Tente de novo e deixe tudo selecionado.",
  reasonOtherAccount:
    "Você escolheu outra conta, e não a que {app} usa agora. Escolha aquela de novo, ou desconecte-a antes em {app}.",
  reasonNothing:
    "Esta conta não tem nada em {provider} que {app} possa usar. Peça acesso lá, ou conecte outra conta.",
  reasonSetUp:
    "{app} não está bem configurado para {provider}. Só quem administra {app} pode resolver: avise essas pessoas.",
  reasonSetting: "Um dado com que a conexão foi iniciada já não serve. Comece de novo em {app}.",
  reasonNotAllowed:
    "{app} não pode ser conectado a {provider} aqui. Pergunte a quem administra {app}.",
  reasonAway: "{provider} não está respondendo como deveria. Tente de novo em alguns minutos.",
  reasonRefused: "{provider} recusou-se a concluir a conexão.",
  reasonAnswer: "{provider} enviou uma resposta que não pode ser usada: nada foi conectado.",
  reasonBrowser:
    "Uma conexão deve ser concluída no navegador em que foi iniciada. Se foi neste, talvez ele bloqueie os cookies desta página.",
  reasonExpired: "Levou mais de dez minutos, ou já tinha terminado. Nada foi guardado.",
  reasonServer: "Algo deu errado do nosso lado. Tente de novo em alguns minutos.",
  reasonOther: "Não foi possível concluir a conexão.",
  tryAgain: "Tentar de novo",
  startAgain: "Para tentar outra vez, comece de novo em {app}.",
  details: "Detalhes para o suporte",
  code: "Código",
  reference: "Referência",
  explanation: "Explicação",
  itsWords: "{provider} diz",
  expiredTitle: "Este link expirou",
  expired: "Um link serve uma vez e por dez minutos. Volte ao aplicativo e comece de novo.",
  browserTitle: "Use o navegador em que você começou",
  wrongTitle: "Algo deu errado",
  wrong: "Volte ao aplicativo e comece de novo.",
  questions: "Dúvidas?",
  privacyPolicy: "Política de privacidade de {app}",
};
