/** Domains of mail services where anybody can have an address: no company can sign in their people. */
export const publicMailDomains: ReadonlySet<string> = new Set(
  [
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com",
    "hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es live.co.uk live.fr live.nl outlook.de outlook.fr",
    "yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.co.jp yahoo.co.in yahoo.fr yahoo.de yahoo.it yahoo.es",
    "yahoo.ca yahoo.com.br yahoo.com.au aol.com aim.com icloud.com me.com mac.com",
    "proton.me protonmail.com pm.me tutanota.com tuta.com tuta.io fastmail.com fastmail.fm hushmail.com hey.com",
    "gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de mail.de posteo.de mailbox.org",
    "orange.fr wanadoo.fr laposte.net free.fr sfr.fr libero.it virgilio.it tin.it alice.it",
    "mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net seznam.cz wp.pl o2.pl onet.pl",
    "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com naver.com hanmail.net daum.net",
    "uol.com.br bol.com.br terra.com.br rediffmail.com zoho.com zohomail.com mail.com email.com",
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net btinternet.com sky.com",
    "mailinator.com guerrillamail.com 10minutemail.com yopmail.com duck.com simplelogin.com users.noreply.github.com",
  ].flatMap((line) => line.split(" ")),
);
