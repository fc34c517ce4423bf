/** The words of the connect pages in Japanese. */
import type { Catalogue } from "./en.ts";

export const ja: Catalogue = {
  connectTitle: "{service} を {app} に接続",
  reconnectTitle: "{service} を {app} に再接続",
  connectSharedTitle: "{app} を使う全員のために {service} を接続",
  notYet: "未完了: {title}",
  forUser: "対象: {user}",
  startedBy: "開始した人: {user}",
  willBeAble: "{app} ができるようになること:",
  openAccess: "{app} に許可する内容は {provider} の画面で選びます。",
  furtherAccess: "{app} が求めるその他のアクセスは {provider} の画面に表示されます。",
  sharedUse: "選んだアカウントは、{app} を使う全員が利用します。",
  askYourself: "{user} として、ご自身で開始しましたか？",
  askConsequence:
    "ここで接続したものは {app} では {user} のものになります。このリンクが誰かから送られてきた場合は「キャンセル」を選んでください。",
  askReconnect: "{user} ご本人ですか？",
  askConsequenceReconnect:
    "{app} の運営者が、接続に必要なため {user} にこのリンクを送りました。{provider} では、以前接続していたアカウントを選んでください。ほかのアカウントは使えず、ほかには何も変わりません。{user} ご本人でない場合は「キャンセル」を選んでください。",
  askConsequenceShared:
    "ここで接続したものは {app} を使う全員が利用します。このリンクが誰かから送られてきた場合は「キャンセル」を選んでください。",
  testTitle: "{service} のテスト",
  testUse: "何も保存されません。許可した内容はテストの終了時に取り消されます。",
  testAsks: "このテストで求める権限:",
  askConsequenceTest:
    "テストが終わるまで、{app} には誰のアカウントかが表示されます。このリンクが誰かから送られてきた場合は「キャンセル」を選んでください。",
  testEndedTitle: "テストが終了しました",
  testEnded:
    "各ステップの結果はコネクタのページで確認できます。このウィンドウは閉じてかまいません。",
  calm: "次に {provider} で確認を求められます。{app} がパスワードを見ることはなく、接続はいつでも解除できます。",
  continueTo: "{provider} に進む",
  cancel: "キャンセル",
  example: "例: {example}",
  pickOne: "選択してください",
  fieldMissing: "入力してください。これがないと接続を始められません。",
  leavingTitle: "{provider} に移動しています",
  leavingNote: "ログインと許可はそちらで行います。",
  choiceTitle: "{app} で使うものを選んでください（{noun}）",
  choiceIntro:
    "{provider} のアカウントに複数あります。選んだものを {app} が {user} のために使います。",
  choiceIntroShared:
    "{provider} のアカウントに複数あります。選んだものを {app} が利用者全員のために使います。",
  choiceMissing: "先にどれか一つを選んでください。",
  choiceLegend: "選択（{noun}）",
  choiceCut: "{provider} にはほかにもあります。最初の {count} 件だけを表示しています。",
  connect: "接続する",
  underWayTitle: "アカウントを接続しています",
  underWay:
    "{provider} から応答があり、処理を終えるところです。このページは自動的に再読み込みされます。",
  connectedTitle: "接続しました",
  connectedAccount: "{app} で {account} を使えるようになりました。",
  connectedPlain: "アカウントを接続しました。",
  connectedUntil:
    "{provider} からはアクセスを更新する手段が渡されませんでした。あと {time} で終了し、その後は接続し直す必要があります。",
  lessTitle: "接続しましたが、{app} が求めたアクセスの一部は許可されていません",
  lessMissing: "許可されていないもの:",
  lessGranted: "許可されたもの:",
  lessFurther: "{provider} が独自のページで説明するその他のアクセス。",
  lessHow:
    "残りを許可するには、{provider} でもう一度確認されます。すべて選択したままにしてください。",
  grantNow: "今すぐ許可",
  notNow: "あとで",
  goingBack: "{app} に戻ります…",
  backTo: "{app} に戻る",
  goBack: "{app} に戻れます。",
  closeWindow: "このウィンドウを閉じる",
  deniedTitle: "接続していません",
  denied: "アクセスを許可しないことを選びました。何も保存されていません。",
  standsTitle: "これまでどおり接続されています",
  deniedMore: "追加のアクセスは許可されませんでした。{app} はこれまでどおりアカウントを使えます。",
  overSince:
    "アカウントは接続されていましたが、現在は接続されていません。再接続するには {app} に戻ってください。",
  failedTitle: "{service} を接続できませんでした",
  failedTitlePlain: "アカウントを接続できませんでした",
  nothingStored: "何も保存されていません。",
  reasonScopes:
    "{app} に必要なアクセスの一部が許可されませんでした。もう一度試し、すべて選択したままにしてください。",
  reasonOtherAccount:
    "{app} が今使っているものとは別のアカウントが選ばれました。元のアカウントを選び直すか、先に {app} で接続を解除してください。",
  reasonNothing:
    "このアカウントには、{provider} で {app} が使えるものがありません。そちらでアクセスを依頼するか、別のアカウントを接続してください。",
  reasonSetUp:
    "{app} の {provider} 向けの設定が正しくありません。直せるのは {app} の運営者だけです。お知らせください。",
  reasonSetting: "接続を始めたときの値が使えなくなりました。{app} で最初からやり直してください。",
  reasonNotAllowed:
    "ここでは {app} を {provider} に接続できません。{app} の運営者にお尋ねください。",
  reasonAway: "{provider} が正常に応答していません。数分後にもう一度お試しください。",
  reasonRefused: "{provider} が接続の完了を拒否しました。",
  reasonAnswer: "{provider} の応答を使うことができませんでした。",
  reasonBrowser:
    "接続は、開始したのと同じブラウザーで完了する必要があります。同じブラウザーの場合は、このページの Cookie がブロックされている可能性があります。",
  reasonExpired: "10 分を過ぎたか、すでに完了しています。",
  reasonServer: "こちら側で問題が発生しました。数分後にもう一度お試しください。",
  reasonOther: "接続を完了できませんでした。",
  tryAgain: "もう一度試す",
  startAgain: "もう一度試すには、{app} で最初からやり直してください。",
  details: "サポート向けの詳細",
  code: "コード",
  reference: "照会番号",
  explanation: "説明",
  itsWords: "{provider} からのメッセージ",
  expiredTitle: "このリンクは期限切れです",
  expired: "リンクが使えるのは一度だけ、10 分間です。アプリに戻ってやり直してください。",
  expiredReconnect:
    "再接続用のリンクは一度だけ、1 週間、接続が変わるまで使えます。アプリから接続するか、新しいリンクを依頼してください。",
  browserTitle: "開始したときのブラウザーを使ってください",
  embeddedTitle: "ブラウザーで開いてください",
  embedded:
    "このページは別のアプリの中に表示されています。そのアプリは、ここに入力した内容を見ることができます。",
  embeddedRefused:
    "このページは別のアプリの中に表示されています。そのアプリは、ここに入力した内容を見ることができます。{provider} では、この中でのサインインは認められていません。",
  embeddedHow: "Safari、Chrome、Firefox などのブラウザーで {app} を開き、もう一度始めてください。",
  embeddedGoOn: "このまま続ける",
  wrongTitle: "問題が発生しました",
  wrong: "アプリに戻ってやり直してください。",
  nothingHereTitle: "このアドレスには何もありません",
  nothingHere: "アドレスが間違っているか、ページがなくなった可能性があります。",
  toDashboard: "ダッシュボードへ",
  questions: "ご質問は",
  privacyPolicy: "{app} のプライバシーポリシー",
};
