"""Domains whose addresses belong to strangers: free mail, providers of access, and services that write on behalf of many firms.

Two people there are no colleagues. Gathered from what the providers themselves call their domains; one that is missing makes two strangers look like colleagues, which alone decides nothing.
"""

_PUBLIC = """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com icloud.com me.com mac.com aol.com aim.com yahoo.com ymail.com rocketmail.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com keemail.me tutamail.com fastmail.com fastmail.fm mailbox.org posteo.de posteo.net
    hey.com zoho.com zohomail.com zohomail.eu mail.com email.com gmx.com gmx.net gmx.us caramail.com inbox.com hushmail.com runbox.com mailfence.com disroot.org
    riseup.net startmail.com duck.com mozmail.com simplelogin.com anonaddy.com relay.firefox.com privaterelay.appleid.com comcast.net verizon.net att.net sbcglobal.net
    bellsouth.net cox.net charter.net earthlink.net optonline.net rogers.com sympatico.ca shaw.ca telus.net videotron.ca bigpond.com optusnet.com.au xtra.co.nz
    hotmail.co.uk live.co.uk outlook.co.uk yahoo.co.uk btinternet.com btopenworld.com virginmedia.com ntlworld.com sky.com talktalk.net blueyonder.co.uk tiscali.co.uk
    gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de 1und1.de online.de vodafone.de kabelmail.de unitybox.de email.de mail.de hotmail.de outlook.de live.de
    yahoo.de aon.at chello.at a1.net bluewin.ch hispeed.ch sunrise.ch swissonline.ch live.at outlook.at
    hotmail.fr live.fr outlook.fr yahoo.fr orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr aliceadsl.fr club-internet.fr voila.fr skynet.be
    telenet.be proximus.be scarlet.be voo.be hotmail.be outlook.be live.be
    hotmail.es outlook.es yahoo.es telefonica.net terra.es movistar.es ono.com ya.com jazztel.es euskaltel.net
    hotmail.it outlook.it live.it yahoo.it libero.it virgilio.it tin.it alice.it tim.it tiscali.it fastwebnet.it email.it iol.it inwind.it poste.it pec.it aruba.it
    sapo.pt hotmail.pt outlook.pt live.com.pt clix.pt iol.pt netcabo.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com yahoo.com.br hotmail.com.br outlook.com.br
    hotmail.nl live.nl outlook.nl ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl hetnet.nl upcmail.nl casema.nl chello.nl quicknet.nl solcon.nl telfort.nl
    hotmail.se live.se outlook.se telia.com comhem.se bredband.net tele2.se spray.se passagen.se home.se bahnhof.se swipnet.se yahoo.se glocalnet.net
    hotmail.dk live.dk outlook.dk yahoo.dk mail.dk jubii.dk ofir.dk tdcadsl.dk stofanet.dk youmail.dk mail.tele.dk get2net.dk post.tele.dk
    hotmail.no live.no outlook.no online.no getmail.no broadpark.no frisurf.no start.no lyse.net ebnett.no yahoo.no
    luukku.com kolumbus.fi elisanet.fi pp.inet.fi inet.fi saunalahti.fi suomi24.fi netti.fi welho.com dnainternet.net hotmail.fi live.fi outlook.fi
    wp.pl o2.pl onet.pl op.pl onet.eu vp.pl poczta.onet.pl poczta.fm interia.pl interia.eu gazeta.pl tlen.pl buziaczek.pl go2.pl autograf.pl neostrada.pl
    seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz tiscali.cz quick.cz spoluzaci.cz centrum.sk azet.sk zoznam.sk post.sk
    mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru lenta.ru ro.ru autorambler.ru myrambler.ru ukr.net i.ua meta.ua tut.by
    qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net vip.163.com 188.com sina.com sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com tom.com wo.cn
    yahoo.co.jp ymail.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com nifty.ne.jp biglobe.ne.jp ocn.ne.jp so-net.ne.jp plala.or.jp dion.ne.jp
    excite.co.jp goo.jp infoseek.jp asahi-net.or.jp naver.com daum.net hanmail.net nate.com
    rediffmail.com sify.com yahoo.co.in abv.bg mail.bg freemail.hu citromail.hu indamail.hu yahoo.ro yahoo.gr otenet.gr walla.co.il bezeqint.net hotmail.com.tr mynet.com
"""
_SERVICES = """
    greenhouse.io greenhouse-mail.io us.greenhouse-mail.io lever.co hire.lever.co ashbyhq.com workable.com workablemail.com smartrecruiters.com teamtailor.com teamtailor-mail.com
    personio.de personio.com recruitee.com bamboohr.com breezy.hr jobvite.com icims.com taleo.net oraclecloud.com myworkday.com myworkdayjobs.com successfactors.com successfactors.eu
    varbi.com reachmee.com jobylon.com softgarden.io softgarden.de join.com hrmanager.net easycruit.com emply.com recman.no webcruiter.no jobscore.com zohorecruit.com
    linkedin.com xing.com indeed.com indeedemail.com stepstone.de monster.com glassdoor.com infojobs.net pracuj.pl olx.pl jobs.cz hh.ru
    zendesk.com freshdesk.com intercom-mail.com intercom.io hubspot.com hubspotemail.net salesforce.com helpscout.net front.com gorgias.com atlassian.net amazonses.com
    sendgrid.net mailgun.org mandrillapp.com mailchimpapp.net postmarkapp.com docusign.net calendly.com eventbrite.com google.com googlegroups.com groups.io yahoogroups.com
"""
SHARED = frozenset(_PUBLIC.split()) | frozenset(_SERVICES.split())
# Under these of a country's endings the names of organisations stand one label deeper.
_SECOND_LEVELS = "co com org net ac edu gov gob gouv govt ne or go ad gr lg ltd plc sch nhs mil police res nic"
SECOND_LEVELS = frozenset(_SECOND_LEVELS.split())
