<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>The search engine has stopped</source>
        <translation>Die Suche wurde unterbrochen</translation>
    </message>
    <message>
        <source>{0} Trying to start it again…</source>
        <translation>{0} Die Suche wird neu gestartet …</translation>
    </message>
    <message>
        <source>Opening your library…</source>
        <translation>Ihre Bibliothek wird geöffnet …</translation>
    </message>
    <message>
        <source>You can type already.</source>
        <translation>Sie können schon tippen.</translation>
    </message>
    <message numerus="yes">
        <source>Search %Ln files by what they mean</source>
        <translation>
            <numerusform>%Ln Datei nach ihrem Inhalt durchsuchen</numerusform>
            <numerusform>%Ln Dateien nach ihrem Inhalt durchsuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Describe what you look for in your own words: “how do I fix a flat tyre”, “sailing boat at sunset”. With type:image or type:pdf only such files are searched.</source>
        <translation>Beschreiben Sie in Ihren eigenen Worten, was Sie suchen: „Fahrradreifen flicken“, „Segelboot bei Sonnenuntergang“. Mit type:image oder type:pdf werden nur solche Dateien durchsucht.</translation>
    </message>
    <message>
        <source>Your files are still being read; there may be more in a moment.</source>
        <translation>Ihre Dateien werden noch gelesen; gleich gibt es vielleicht mehr.</translation>
    </message>
    <message>
        <source>Try it without the filters, or with other words.</source>
        <translation>Versuchen Sie es ohne die Filter oder mit anderen Wörtern.</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them.</source>
        <translation>Versuchen Sie es mit anderen oder mit weniger Wörtern.</translation>
    </message>
    <message>
        <source>Nothing was found for “{0}”</source>
        <translation>Für „{0}“ wurde nichts gefunden</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The file is protected by a password.</source>
        <translation>Die Datei ist mit einem Passwort geschützt.</translation>
    </message>
    <message>
        <source>The file is damaged or incomplete.</source>
        <translation>Die Datei ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>The file is damaged, or of a sort that can&apos;t be read.</source>
        <translation>Die Datei ist beschädigt oder von einer Art, die nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>The file is damaged, or from a version too old to be read.</source>
        <translation>Die Datei ist beschädigt oder in einem Format, das zu alt ist.</translation>
    </message>
    <message>
        <source>This kind of file can&apos;t be read; only its name is searchable.</source>
        <translation>Dateien dieser Art können nicht gelesen werden; nur ihr Name ist auffindbar.</translation>
    </message>
    <message>
        <source>The file opens, but there is no text and no picture in it.</source>
        <translation>Die Datei lässt sich öffnen, enthält aber weder Text noch Bilder.</translation>
    </message>
    <message>
        <source>Reading it took more memory than allowed.</source>
        <translation>Zum Lesen wäre mehr Arbeitsspeicher nötig, als erlaubt ist.</translation>
    </message>
    <message>
        <source>The reader crashed on this file.</source>
        <translation>Beim Lesen dieser Datei ist das Leseprogramm abgestürzt.</translation>
    </message>
    <message>
        <source>This is not an ordinary file.</source>
        <translation>Das ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>Die Datei ist nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>You don&apos;t have permission to read this file.</source>
        <translation>Sie haben keine Berechtigung, diese Datei zu lesen.</translation>
    </message>
    <message>
        <source>The disk or network drive did not give the file&apos;s content.</source>
        <translation>Der Datenträger oder das Netzlaufwerk hat den Inhalt der Datei nicht herausgegeben.</translation>
    </message>
    <message>
        <source>There is no page to be drawn in this kind of file; its text can be shown.</source>
        <translation>Dateien dieser Art haben keine Seiten, die sich zeichnen lassen; ihr Text kann angezeigt werden.</translation>
    </message>
    <message>
        <source>The file has no such page; it may have changed since it was read.</source>
        <translation>Diese Seite gibt es in der Datei nicht; vielleicht wurde sie geändert, seit sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The pictures of this film are of a sort that can&apos;t be read, or damaged.</source>
        <translation>Die Bilder dieses Films sind von einer Art, die nicht gelesen werden kann, oder beschädigt.</translation>
    </message>
    <message>
        <source>Reading was stopped.</source>
        <translation>Das Lesen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Reading DjVu files needs DjVuLibre, which is not installed.</source>
        <translation>Um DjVu-Dateien zu lesen, fehlt DjVuLibre; es ist nicht installiert.</translation>
    </message>
    <message>
        <source>This is one part of an archive in several; only whole archives can be read.</source>
        <translation>Dies ist ein Teil eines mehrteiligen Archivs; nur ganze Archive können gelesen werden.</translation>
    </message>
    <message>
        <source>Only the first {0} of {1} files in the archive were read.</source>
        <translation>Nur die ersten {0} von {1} Dateien im Archiv wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {0} files in the archive were read, because it took too long.</source>
        <translation>Nur die ersten {0} Dateien im Archiv wurden gelesen, weil es zu lange dauerte.</translation>
    </message>
    <message>
        <source>Only the first {0} files in the archive were read.</source>
        <translation>Nur die ersten {0} Dateien im Archiv wurden gelesen.</translation>
    </message>
    <message>
        <source>The archive is damaged; only its first {0} files were read.</source>
        <translation>Das Archiv ist beschädigt; nur seine ersten {0} Dateien wurden gelesen.</translation>
    </message>
    <message>
        <source>{0} of {1} files in the archive could not be read: too large.</source>
        <translation>{0} von {1} Dateien im Archiv konnten nicht gelesen werden: zu groß.</translation>
    </message>
    <message>
        <source>{0} of {1} files in the archive could not be read: damaged.</source>
        <translation>{0} von {1} Dateien im Archiv konnten nicht gelesen werden: beschädigt.</translation>
    </message>
    <message>
        <source>{0} of {1} files in the archive could not be read: behind a password.</source>
        <translation>{0} von {1} Dateien im Archiv konnten nicht gelesen werden: durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>{0} of {1} files in the archive could not be read.</source>
        <translation>{0} von {1} Dateien im Archiv konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The archive holds more than {0} files, too many to be listed.</source>
        <translation>Das Archiv enthält mehr als {0} Dateien, zu viele, um sie aufzulisten.</translation>
    </message>
    <message>
        <source>Archives that lie within {0} others were not opened.</source>
        <translation>Archive, die in {0} anderen liegen, wurden nicht geöffnet.</translation>
    </message>
    <message>
        <source>Tesseract is chosen for text in pictures, but it is not installed.</source>
        <translation>Für Text in Bildern ist Tesseract gewählt, aber nicht installiert.</translation>
    </message>
    <message>
        <source>There is no model that recognises text in “{0}”.</source>
        <translation>Es gibt kein Modell, das Text in „{0}“ erkennt.</translation>
    </message>
    <message>
        <source>A part of GR Search is missing; please install it again.</source>
        <translation>Ein Teil von GR Search fehlt; bitte installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>Reading it took longer than {0} seconds.</source>
        <translation>Das Lesen dauerte länger als {0} Sekunden.</translation>
    </message>
    <message>
        <source>The picture has {0} million pixels, more than the limit of {1} million.</source>
        <translation>Das Bild hat {0} Millionen Pixel, mehr als die Grenze von {1} Millionen.</translation>
    </message>
    <message>
        <source>Unpacked, the file is larger than the limit of {0} MB.</source>
        <translation>Entpackt ist die Datei größer als die Grenze von {0} MB.</translation>
    </message>
    <message>
        <source>The file is larger than the limit of {0} MB for its kind.</source>
        <translation>Die Datei ist größer als die Grenze von {0} MB für Dateien dieser Art.</translation>
    </message>
    <message>
        <source>Only the first {0} of {1} pages were read.</source>
        <translation>Nur die ersten {0} von {1} Seiten wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {0} million characters were read.</source>
        <translation>Nur die ersten {0} Millionen Zeichen wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {0} of {1} pages were read, because reading took too long.</source>
        <translation>Nur die ersten {0} von {1} Seiten wurden gelesen, weil das Lesen zu lange dauerte.</translation>
    </message>
    <message>
        <source>The film is long: it was looked at only every {0} seconds.</source>
        <translation>Der Film ist lang: Er wurde nur alle {0} Sekunden angesehen.</translation>
    </message>
    <message>
        <source>Subtitles were read only up to {0}, because reading took too long.</source>
        <translation>Untertitel wurden nur bis {0} gelesen, weil das Lesen zu lange dauerte.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>Die Datei kann nicht gelesen werden: {0}.</translation>
    </message>
    <message>
        <source>The file was gone when it was to be read.</source>
        <translation>Die Datei war nicht mehr da, als sie gelesen werden sollte.</translation>
    </message>
    <message>
        <source>You have no permission to read this file.</source>
        <translation>Sie haben keine Berechtigung, diese Datei zu lesen.</translation>
    </message>
    <message>
        <source>The text in its pictures could not be read: {0}</source>
        <translation>Der Text in ihren Bildern konnte nicht gelesen werden: {0}</translation>
    </message>
    <message>
        <source>Text in pictures can&apos;t be read now: {0}</source>
        <translation>Text in Bildern kann zurzeit nicht gelesen werden: {0}</translation>
    </message>
    <message>
        <source>The folder is not there.</source>
        <translation>Der Ordner ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>The folder can&apos;t be listed: {0}.</source>
        <translation>Der Inhalt des Ordners kann nicht gelesen werden: {0}.</translation>
    </message>
    <message>
        <source>You have no permission to look into this folder.</source>
        <translation>Sie haben keine Berechtigung, in diesen Ordner zu sehen.</translation>
    </message>
    <message>
        <source>{0} is not in the library.</source>
        <translation>{0} ist nicht in der Bibliothek.</translation>
    </message>
    <message>
        <source>There is no file or folder at {0}.</source>
        <translation>Unter {0} gibt es weder eine Datei noch einen Ordner.</translation>
    </message>
    <message>
        <source>{0} is neither a file nor a folder.</source>
        <translation>{0} ist weder eine Datei noch ein Ordner.</translation>
    </message>
    <message>
        <source>{0} is where GR Search keeps its own library.</source>
        <translation>In {0} bewahrt GR Search seine eigene Bibliothek auf.</translation>
    </message>
    <message>
        <source>{0} lies in a folder of the library; take out that folder, or name it under `ignore` in {1}.</source>
        <translation>{0} liegt in einem Ordner der Bibliothek; entfernen Sie diesen Ordner, oder nennen Sie ihn unter „ignore“ in {1}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be watched ({1}): {2}.</source>
        <translation>{0} kann nicht überwacht werden ({1}): {2}.</translation>
    </message>
    <message>
        <source>The system&apos;s limit of watched folders is reached at {0}: {1}. `{2}` raises it.</source>
        <translation>Bei {0} ist die Grenze des Systems für überwachte Ordner erreicht: {1}. „{2}“ hebt sie an.</translation>
    </message>
    <message>
        <source>its changes are found within a minute instead of at once</source>
        <translation>Änderungen darin werden innerhalb einer Minute statt sofort bemerkt</translation>
    </message>
    <message>
        <source>There is no picture in {0}.</source>
        <translation>In {0} ist kein Bild.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be used as a picture: {1}</source>
        <translation>{0} kann nicht als Bild verwendet werden: {1}</translation>
    </message>
    <message>
        <source>The map can&apos;t be drawn: {0}.</source>
        <translation>Die Karte kann nicht gezeichnet werden: {0}.</translation>
    </message>
    <message>
        <source>The map could not be drawn; try again later.</source>
        <translation>Die Karte konnte nicht gezeichnet werden; versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Texts and pictures compare well.</source>
        <translation>Texte und Bilder lassen sich gut vergleichen.</translation>
    </message>
    <message>
        <source>There are too few texts or pictures to tell whether they compare well.</source>
        <translation>Es gibt zu wenige Texte oder Bilder, um zu sagen, ob sie sich gut vergleichen lassen.</translation>
    </message>
    <message>
        <source>Pictures come up too rarely: they win {0} of 100 comparisons with texts instead of about 50.</source>
        <translation>Bilder werden zu selten gefunden: Sie gewinnen {0} von 100 Vergleichen mit Texten statt etwa 50.</translation>
    </message>
    <message>
        <source>Texts come up too rarely: they win {0} of 100 comparisons with pictures instead of about 50.</source>
        <translation>Texte werden zu selten gefunden: Sie gewinnen {0} von 100 Vergleichen mit Bildern statt etwa 50.</translation>
    </message>
    <message>
        <source>Searches find less than they could: the averages that came with the model {0} don&apos;t fit questions.</source>
        <translation>Die Suche findet weniger, als sie könnte: Die Mittelwerte, die mit dem Modell {0} kamen, passen nicht zu Fragen.</translation>
    </message>
    <message>
        <source>Searches find less than they could: the averages that came with the model {0} don&apos;t fit your texts.</source>
        <translation>Die Suche findet weniger, als sie könnte: Die Mittelwerte, die mit dem Modell {0} kamen, passen nicht zu Ihren Texten.</translation>
    </message>
    <message>
        <source>Searches find less than they could: the averages that came with the model {0} don&apos;t fit your pictures.</source>
        <translation>Die Suche findet weniger, als sie könnte: Die Mittelwerte, die mit dem Modell {0} kamen, passen nicht zu Ihren Bildern.</translation>
    </message>
    <message>
        <source>Indexing waits: the battery has {0} % left; please connect power.</source>
        <translation>Das Einlesen wartet: Der Akku ist nur noch zu {0} % geladen; bitte schließen Sie das Netzteil an.</translation>
    </message>
    <message>
        <source>Indexing waits: the disk of the library has {0} MB left; please make some room.</source>
        <translation>Das Einlesen wartet: Auf dem Datenträger der Bibliothek sind nur noch {0} MB frei; bitte schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Another program is writing to the library {0}; the work goes on when it is done.</source>
        <translation>Ein anderes Programm schreibt gerade in die Bibliothek {0}; danach geht es weiter.</translation>
    </message>
    <message>
        <source>The library could not be brought up to date; the log says why.</source>
        <translation>Die Bibliothek konnte nicht aktualisiert werden; der Grund steht im Protokoll.</translation>
    </message>
    <message>
        <source>The engine itself tries it again within a minute or so.</source>
        <translation>In etwa einer Minute wird es von selbst noch einmal versucht.</translation>
    </message>
    <message>
        <source>{0} The engine itself tries it again within a minute or so.</source>
        <translation>{0} In etwa einer Minute wird es von selbst noch einmal versucht.</translation>
    </message>
    <message>
        <source>No engine is running for this library.</source>
        <translation>Für diese Bibliothek läuft kein Suchdienst.</translation>
    </message>
    <message>
        <source>The engine was stopped.</source>
        <translation>Der Suchdienst wurde beendet.</translation>
    </message>
    <message>
        <source>The engine has gone away.</source>
        <translation>Der Suchdienst ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The engine does not answer.</source>
        <translation>Der Suchdienst antwortet nicht.</translation>
    </message>
    <message>
        <source>The engine could not be started; the log says why: {0}</source>
        <translation>Der Suchdienst konnte nicht gestartet werden; der Grund steht im Protokoll: {0}</translation>
    </message>
    <message>
        <source>The engine can&apos;t listen for its clients: {0}.</source>
        <translation>Der Suchdienst kann keine Verbindungen annehmen: {0}.</translation>
    </message>
    <message>
        <source>Another process is working on the library; please wait for its end.</source>
        <translation>Ein anderer Vorgang arbeitet an der Bibliothek; bitte warten Sie, bis er fertig ist.</translation>
    </message>
    <message>
        <source>Another process is updating the library in {0}; please try again when it is done.</source>
        <translation>Ein anderer Vorgang aktualisiert die Bibliothek in {0}; bitte versuchen Sie es danach noch einmal.</translation>
    </message>
    <message>
        <source>Too many programs talk to the engine.</source>
        <translation>Zu viele Programme sind mit dem Suchdienst verbunden.</translation>
    </message>
    <message>
        <source>Something went wrong; the engine&apos;s log says what.</source>
        <translation>Etwas ist schiefgegangen; was es war, steht im Protokoll des Suchdienstes.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}.</source>
        <translation>{0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} belongs to another user</source>
        <translation>{0} gehört einer anderen Person</translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be written: {1}.</source>
        <translation>In den Ordner {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} is not a library of GR Search; it was left alone.</source>
        <translation>{0} ist keine Bibliothek von GR Search; sie wurde nicht angerührt.</translation>
    </message>
    <message>
        <source>The library {0} was written by a newer version of GR Search; please update the program.</source>
        <translation>Die Bibliothek {0} stammt von einer neueren Version von GR Search; bitte aktualisieren Sie das Programm.</translation>
    </message>
    <message>
        <source>The library {0} is of an older version and must be brought up to date, but its folder can only be read.</source>
        <translation>Die Bibliothek {0} stammt von einer älteren Version und muss angepasst werden, aber ihr Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>The library {0} was not closed, and can&apos;t be put in order: its folder can only be read.</source>
        <translation>Die Bibliothek {0} wurde nicht ordentlich geschlossen und kann nicht in Ordnung gebracht werden: Ihr Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>The library {0} can&apos;t be written: {1}.</source>
        <translation>In die Bibliothek {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The library {0} can only be read; nothing was changed.</source>
        <translation>Die Bibliothek {0} ist schreibgeschützt; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The library {0} is in use by another program; please try again later.</source>
        <translation>Die Bibliothek {0} wird von einem anderen Programm benutzt; bitte versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The library {0} was closed; please try again.</source>
        <translation>Die Bibliothek {0} wurde geschlossen; bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The library {0} is damaged; `grsearch index` sets it aside and keeps what it can.</source>
        <translation>Die Bibliothek {0} ist beschädigt; „grsearch index“ legt sie beiseite und behält, was sich retten lässt.</translation>
    </message>
    <message>
        <source>The disk that holds {0} is full; please make room and try again.</source>
        <translation>Der Datenträger mit {0} ist voll; bitte schaffen Sie Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The library was lost or empty: a new one was made and your folders are read.</source>
        <translation>Die Bibliothek war verloren oder leer: Eine neue wurde angelegt, und Ihre Ordner werden gelesen.</translation>
    </message>
    <message>
        <source>The library was not closed and its journal is gone: it was looked through and is sound; what was done last may be done again.</source>
        <translation>Die Bibliothek wurde nicht ordentlich geschlossen, und ihr Journal fehlt: Sie wurde geprüft und ist unversehrt; was zuletzt getan wurde, geschieht vielleicht noch einmal.</translation>
    </message>
    <message>
        <source>The library was damaged: it was set aside as {0}, and a new one was made in which {1} files could be kept; the rest is read again.</source>
        <translation>Die Bibliothek war beschädigt: Sie wurde als {0} beiseitegelegt und eine neue angelegt. Übernommene Dateien: {1}; die übrigen werden neu gelesen.</translation>
    </message>
    <message>
        <source>The line “{0}” of what to leave out can&apos;t be understood.</source>
        <translation>Die Zeile „{0}“ unter dem Ausgelassenen ist nicht zu verstehen.</translation>
    </message>
    <message>
        <source>A pattern of what to leave out can&apos;t be understood: {0}; please correct `ignore` in the settings.</source>
        <translation>Ein Muster unter dem Ausgelassenen ist nicht zu verstehen: {0}; bitte berichtigen Sie „ignore“ in den Einstellungen.</translation>
    </message>
    <message>
        <source>The settings in {0} can&apos;t be read: {1}.</source>
        <translation>Die Einstellungen in {0} können nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The settings can&apos;t be written to {0}: {1}.</source>
        <translation>Die Einstellungen können nicht in {0} geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} in {1} is not of the form that is wanted: {2}</source>
        <translation>{0} in {1} hat nicht die richtige Form: {2}</translation>
    </message>
    <message>
        <source>{0} is not of the form that is wanted: {1}</source>
        <translation>{0} hat nicht die richtige Form: {1}</translation>
    </message>
    <message>
        <source>{0} The settings before it count until then.</source>
        <translation>{0} Bis dahin gelten die bisherigen Einstellungen.</translation>
    </message>
    <message>
        <source>The model that encodes and searches; see `grsearch models`.</source>
        <translation>Das Modell, mit dem gelesen und gesucht wird; siehe „grsearch models“.</translation>
    </message>
    <message>
        <source>Files and folders to leave out, in the form of .gitignore.</source>
        <translation>Dateien und Ordner, die ausgelassen werden, in der Form von .gitignore.</translation>
    </message>
    <message>
        <source>Whether hidden files and folders belong to the library.</source>
        <translation>Ob versteckte Dateien und Ordner zur Bibliothek gehören.</translation>
    </message>
    <message>
        <source>Processes that read files; 0: one for each core.</source>
        <translation>Prozesse, die Dateien lesen; 0: einer je Kern.</translation>
    </message>
    <message>
        <source>The share of the text in a page&apos;s vector, 0 to 1; below 0: what suits the model.</source>
        <translation>Der Anteil des Textes am Vektor einer Seite, 0 bis 1; unter 0: was zum Modell passt.</translation>
    </message>
    <message>
        <source>Whether another processor than the CPU may run the model if it is faster.</source>
        <translation>Ob ein anderer Prozessor als die CPU das Modell ausführen darf, wenn er schneller ist.</translation>
    </message>
    <message>
        <source>Percent of the battery below which no work is done unless it is charged; 0: never.</source>
        <translation>Ladestand des Akkus in Prozent, unter dem nur am Netz gearbeitet wird; 0: keiner.</translation>
    </message>
    <message>
        <source>Whether text in pictures and scans is read.</source>
        <translation>Ob Text in Bildern und Scans gelesen wird.</translation>
    </message>
    <message>
        <source>What reads it: rapidocr, or tesseract where it is installed.</source>
        <translation>Womit er gelesen wird: rapidocr, oder tesseract, wo es installiert ist.</translation>
    </message>
    <message>
        <source>Beyond Latin and Chinese, as the recogniser calls them: cyrillic.</source>
        <translation>Außer Latein und Chinesisch, wie die Texterkennung sie nennt: cyrillic.</translation>
    </message>
    <message>
        <source>The pause can&apos;t be kept in {0}: {1}.</source>
        <translation>Die Pause kann nicht in {0} gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>The start at login can&apos;t be set: {0}.</source>
        <translation>Der Start bei der Anmeldung kann nicht eingerichtet werden: {0}.</translation>
    </message>
    <message>
        <source>The start at login can&apos;t be taken back: {0}.</source>
        <translation>Der Start bei der Anmeldung kann nicht zurückgenommen werden: {0}.</translation>
    </message>
    <message>
        <source>Fetching {0}</source>
        <translation>{0} wird geladen</translation>
    </message>
    <message>
        <source>Converting the text tower</source>
        <translation>Der Teil für Texte wird umgewandelt</translation>
    </message>
    <message>
        <source>Converting the image tower</source>
        <translation>Der Teil für Bilder wird umgewandelt</translation>
    </message>
    <message>
        <source>Calibrating it</source>
        <translation>Es wird kalibriert</translation>
    </message>
    <message>
        <source>Checking both towers</source>
        <translation>Beide Teile werden geprüft</translation>
    </message>
    <message>
        <source>{0} is installed.</source>
        <translation>{0} ist installiert.</translation>
    </message>
    <message>
        <source>{0} is installed already.</source>
        <translation>{0} ist schon installiert.</translation>
    </message>
    <message>
        <source>{0} is not being fetched.</source>
        <translation>{0} wird gerade nicht geladen.</translation>
    </message>
    <message>
        <source>The comparison was stopped.</source>
        <translation>Der Vergleich wurde angehalten.</translation>
    </message>
    <message>
        <source>{0} is being fetched; one model is fetched at a time.</source>
        <translation>{0} wird gerade geladen; es wird immer nur ein Modell geladen.</translation>
    </message>
    <message>
        <source>{0} could not be got; the engine&apos;s log says why.</source>
        <translation>{0} konnte nicht geladen werden; der Grund steht im Protokoll des Suchdienstes.</translation>
    </message>
    <message>
        <source>The library holds no vectors of {0}.</source>
        <translation>Die Bibliothek enthält keine Vektoren von {0}.</translation>
    </message>
    <message>
        <source>{0} answers the searches; choose another model first.</source>
        <translation>{0} beantwortet die Suchen; wählen Sie zuerst ein anderes Modell.</translation>
    </message>
    <message>
        <source>{0} is about to answer the searches; choose another model first.</source>
        <translation>{0} wird bald die Suchen beantworten; wählen Sie zuerst ein anderes Modell.</translation>
    </message>
    <message>
        <source>Getting {0} was stopped.</source>
        <translation>Das Laden von {0} wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1} can&apos;t be reached; please check the connection to the internet, then try again.</source>
        <translation>{0} konnte nicht geladen werden: {1} ist nicht erreichbar; bitte prüfen Sie die Internetverbindung, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} is given only to those who accepted its terms on {1}; accept them there, and set HF_TOKEN to your token.</source>
        <translation>{0} gibt es nur für Personen, die den Bedingungen auf {1} zugestimmt haben; stimmen Sie dort zu, und setzen Sie HF_TOKEN auf Ihr Token.</translation>
    </message>
    <message>
        <source>There is no model {0} on {1}.</source>
        <translation>Ein Modell {0} gibt es auf {1} nicht.</translation>
    </message>
    <message>
        <source>What {0} on {1} holds is no model that can be used.</source>
        <translation>Was {0} auf {1} enthält, ist kein verwendbares Modell.</translation>
    </message>
    <message>
        <source>There is no model &quot;{0}&quot;; `grsearch models list` shows those that can be used.</source>
        <translation>Ein Modell „{0}“ gibt es nicht; „grsearch models list“ zeigt die verwendbaren.</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; can&apos;t be the name of a model.</source>
        <translation>„{0}“ kann kein Modell heißen.</translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be made: {1}.</source>
        <translation>Der Ordner {0} kann nicht angelegt werden: {1}.</translation>
    </message>
    <message>
        <source>The model &quot;{0}&quot; could not be made ready.</source>
        <translation>Das Modell „{0}“ konnte nicht vorbereitet werden.</translation>
    </message>
    <message>
        <source>There is no model in {0}: {1} is missing.</source>
        <translation>In {0} liegt kein Modell: {1} fehlt.</translation>
    </message>
    <message>
        <source>The model in {0} lacks its file {1}. {2}</source>
        <translation>Dem Modell in {0} fehlt die Datei {1}. {2}</translation>
    </message>
    <message>
        <source>The model in {0} can&apos;t be read: {1}. {2}</source>
        <translation>Das Modell in {0} kann nicht gelesen werden: {1}. {2}</translation>
    </message>
    <message>
        <source>The model in {0} can&apos;t be read: its {1} is wrong at {2}. {3}</source>
        <translation>Das Modell in {0} kann nicht gelesen werden: {1} ist bei {2} fehlerhaft. {3}</translation>
    </message>
    <message>
        <source>The model in {0} is damaged: {1} has {2} bytes instead of {3}. {4}</source>
        <translation>Das Modell in {0} ist beschädigt: {1} hat {2} statt {3} Byte. {4}</translation>
    </message>
    <message>
        <source>The model in {0} is damaged: {1} is not the file it was made with. {2}</source>
        <translation>Das Modell in {0} ist beschädigt: {1} ist nicht die Datei, mit der es erstellt wurde. {2}</translation>
    </message>
    <message>
        <source>The model in {0} is damaged at {1}. {2}</source>
        <translation>Das Modell in {0} ist bei {1} beschädigt. {2}</translation>
    </message>
    <message>
        <source>The model in {0} has form {1}; this version reads form {2}. {3}</source>
        <translation>Das Modell in {0} hat die Form {1}; diese Version liest die Form {2}. {3}</translation>
    </message>
    <message>
        <source>Fetch it again with `grsearch models get`, or reinstall the program if it came with it.</source>
        <translation>Laden Sie es mit „grsearch models get“ neu, oder installieren Sie das Programm neu, wenn es dazugehört.</translation>
    </message>
    <message>
        <source>The folder {0} lacks {1}, which this model needs.</source>
        <translation>Im Ordner {0} fehlt {1}; dieses Modell braucht es.</translation>
    </message>
    <message>
        <source>The tokenizer in {0} can&apos;t be read.</source>
        <translation>Der Tokenizer in {0} lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The tokenizer of {0} works in a way that is not supported.</source>
        <translation>Der Tokenizer von {0} arbeitet auf eine Weise, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>The weights of {0} are damaged or unsafe.</source>
        <translation>Die Gewichte von {0} sind beschädigt oder nicht sicher.</translation>
    </message>
    <message>
        <source>The model {0} can&apos;t be loaded: {1}</source>
        <translation>Das Modell {0} kann nicht geladen werden: {1}</translation>
    </message>
    <message>
        <source>The model {0} needs packages that are not installed ({1}); add them with: pip install &quot;grsearch-desktop[clip]&quot;</source>
        <translation>Das Modell {0} braucht Pakete, die nicht installiert sind ({1}); ergänzen Sie sie mit: pip install &quot;grsearch-desktop[clip]&quot;</translation>
    </message>
    <message>
        <source>The model {0} could not be converted: it gives other vectors afterwards (cosine {1}).</source>
        <translation>Das Modell {0} konnte nicht umgewandelt werden: Danach ergibt es andere Vektoren (Kosinus {1}).</translation>
    </message>
    <message>
        <source>The model {0} could not be converted: {1}</source>
        <translation>Das Modell {0} konnte nicht umgewandelt werden: {1}</translation>
    </message>
    <message>
        <source>open_clip knows no model &quot;{0}&quot; with weights.</source>
        <translation>open_clip kennt kein Modell „{0}“ mit Gewichten.</translation>
    </message>
    <message>
        <source>open_clip has no weights &quot;{0}&quot; for {1}; it has {2}.</source>
        <translation>open_clip hat keine Gewichte „{0}“ für {1}; vorhanden sind {2}.</translation>
    </message>
    <message>
        <source>There is no folder {0}.</source>
        <translation>Einen Ordner {0} gibt es nicht.</translation>
    </message>
    <message>
        <source>The folder {0} lacks {1}, which says how the model is built.</source>
        <translation>Dem Ordner {0} fehlt {1}, worin steht, wie das Modell gebaut ist.</translation>
    </message>
    <message>
        <source>The configuration of {0} can&apos;t be read.</source>
        <translation>Die Konfiguration von {0} lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>{0} on {1} lacks {2}, which this model needs.</source>
        <translation>{0} auf {1} fehlt {2}, das dieses Modell braucht.</translation>
    </message>
    <message>
        <source>{0} on {1} holds no weights that can be used: {2}.</source>
        <translation>{0} auf {1} enthält keine Gewichte, die sich verwenden lassen: {2}.</translation>
    </message>
    <message>
        <source>{0} on {1} has other weights than those that were looked at for this version of GR Search; they are not fetched.</source>
        <translation>{0} auf {1} hat andere Gewichte als die, die für diese Version von GR Search angesehen wurden; sie werden nicht geholt.</translation>
    </message>
    <message>
        <source>There is not enough room in {0}: {1} are needed until the model is made, {2} are free.</source>
        <translation>In {0} ist nicht genug Platz: {1} werden gebraucht, bis das Modell fertig ist, {2} sind frei.</translation>
    </message>
    <message>
        <source>The disk is full; what came of {0} is kept. Make room, then get it again to go on.</source>
        <translation>Der Datenträger ist voll; was von {0} da ist, bleibt. Schaffen Sie Platz und holen Sie es dann noch einmal, dann geht es weiter.</translation>
    </message>
    <message>
        <source>{0} could not be fetched: the connection to {1} broke off after {2} of {3}. What came is kept; get it again to go on.</source>
        <translation>{0} konnte nicht geholt werden: Die Verbindung zu {1} brach nach {2} von {3} ab. Was da ist, bleibt; holen Sie es noch einmal, dann geht es weiter.</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1} answered with {2}; please try again later.</source>
        <translation>{0} konnte nicht geholt werden: {1} antwortete mit {2}; bitte versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>What {0} sent as {1} of {2} is not what it should be; it was thrown away.</source>
        <translation>Was {0} als {1} von {2} schickte, ist nicht, was es sein soll; es wurde verworfen.</translation>
    </message>
    <message>
        <source>{0} is being fetched already.</source>
        <translation>{0} wird schon geholt.</translation>
    </message>
    <message>
        <source>The model in {0} can&apos;t be changed: {1}.</source>
        <translation>Das Modell in {0} lässt sich nicht ändern: {1}.</translation>
    </message>
    <message>
        <source>The bundled model is calibrated when it is built.</source>
        <translation>Das mitgelieferte Modell wird kalibriert, wenn es gebaut wird.</translation>
    </message>
    <message>
        <source>Fetched in part.</source>
        <translation>Zum Teil geholt.</translation>
    </message>
    <message>
        <source>Comes with the program. English texts; photos by what they show.</source>
        <translation>Gehört zum Programm. Englische Texte; Fotos nach dem, was sie zeigen.</translation>
    </message>
    <message>
        <source>Small and quick; understands what photos show far better than the bundled model. English.</source>
        <translation>Klein und schnell; versteht weit besser als das mitgelieferte Modell, was Fotos zeigen. Englisch.</translation>
    </message>
    <message>
        <source>The usual middle size, quick on any processor. English.</source>
        <translation>Die übliche mittlere Größe, schnell auf jedem Prozessor. Englisch.</translation>
    </message>
    <message>
        <source>Sees finer detail than ViT-B-32 and takes about four times as long. English.</source>
        <translation>Sieht feinere Einzelheiten als ViT-B-32 und braucht etwa viermal so lange. Englisch.</translation>
    </message>
    <message>
        <source>Still quick, and surer than MobileCLIP2-S0. English.</source>
        <translation>Noch schnell, und sicherer als MobileCLIP2-S0. Englisch.</translation>
    </message>
    <message>
        <source>The surest of the MobileCLIP2 models listed here, as slow as ViT-B-16. English.</source>
        <translation>Das sicherste der MobileCLIP2-Modelle in dieser Liste, so langsam wie ViT-B-16. Englisch.</translation>
    </message>
    <message>
        <source>ViT-B-16, trained on pictures and captions chosen with more care. English.</source>
        <translation>ViT-B-16, gelernt an sorgfältiger ausgesuchten Bildern und Unterschriften. Englisch.</translation>
    </message>
    <message>
        <source>Understands many languages; large and slower.</source>
        <translation>Versteht viele Sprachen; groß und langsamer.</translation>
    </message>
    <message>
        <source>Texts and questions in many languages; sees pictures as ViT-B-32 does.</source>
        <translation>Texte und Fragen in vielen Sprachen; sieht Bilder wie ViT-B-32.</translation>
    </message>
    <message>
        <source>The surest here, in many languages; very large, and slow on most computers.</source>
        <translation>Das sicherste hier, in vielen Sprachen; sehr groß und auf den meisten Rechnern langsam.</translation>
    </message>
    <message>
        <source>Made from an open_clip model.</source>
        <translation>Aus einem open_clip-Modell erstellt.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Schreibgeschützter Datenträger</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>PDFs</source>
        <translation>PDFs</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>Präsentationen</translation>
    </message>
    <message>
        <source>Spreadsheets</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Filme</translation>
    </message>
    <message>
        <source>Music and sound</source>
        <translation>Musik und Ton</translation>
    </message>
    <message>
        <source>Notes and text</source>
        <translation>Notizen und Texte</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>E-Mails</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Program code</source>
        <translation>Programmcode</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>Andere Dateien</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Letzte Woche</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>dieser Woche</translation>
    </message>
    <message>
        <source>last week</source>
        <translation>letzter Woche</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>diesem Monat</translation>
    </message>
    <message>
        <source>last month</source>
        <translation>letztem Monat</translation>
    </message>
    <message>
        <source>this year</source>
        <translation>diesem Jahr</translation>
    </message>
    <message>
        <source>last year</source>
        <translation>letztem Jahr</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>taken: {0}</source>
        <translation>aufgenommen: {0}</translation>
    </message>
    <message>
        <source>not {0}</source>
        <translation>ohne {0}</translation>
    </message>
    <message>
        <source>near {0}</source>
        <translation>bei {0}</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>von {0}</translation>
    </message>
    <message>
        <source>to {0}</source>
        <translation>an {0}</translation>
    </message>
    <message>
        <source>tag {0}</source>
        <translation>Schlagwort {0}</translation>
    </message>
    <message>
        <source>album {0}</source>
        <translation>Album {0}</translation>
    </message>
    <message>
        <source>title {0}</source>
        <translation>Titel {0}</translation>
    </message>
    <message>
        <source>by {0}</source>
        <translation>von {0}</translation>
    </message>
    <message>
        <source>over {0}</source>
        <translation>über {0}</translation>
    </message>
    <message>
        <source>under {0}</source>
        <translation>unter {0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>before {0}</source>
        <translation>vor {0}</translation>
    </message>
    <message>
        <source>after {0}</source>
        <translation>nach {0}</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>seit {0}</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>bis einschließlich {0}</translation>
    </message>
    <message>
        <source>{0} – {1}</source>
        <translation>{0} – {1}</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <extracomment>How a month is written: MMM is its short name.</extracomment>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>a kind of file</source>
        <translation>eine Art von Dateien</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>when it was changed</source>
        <translation>wann sie geändert wurde</translation>
    </message>
    <message>
        <source>the end of the name</source>
        <translation>die Endung des Namens</translation>
    </message>
    <message>
        <source>how large it is</source>
        <translation>wie groß sie ist</translation>
    </message>
    <message>
        <source>a part of the name</source>
        <translation>ein Teil des Namens</translation>
    </message>
    <message>
        <source>changed before</source>
        <translation>geändert vor</translation>
    </message>
    <message>
        <source>changed after</source>
        <translation>geändert nach</translation>
    </message>
    <message>
        <source>when a picture was taken</source>
        <translation>wann ein Bild aufgenommen wurde</translation>
    </message>
    <message>
        <source>the place it was taken at</source>
        <translation>wo es aufgenommen wurde</translation>
    </message>
    <message>
        <source>who a mail is from</source>
        <translation>von wem eine Mail ist</translation>
    </message>
    <message>
        <source>who a mail is to</source>
        <translation>an wen eine Mail geht</translation>
    </message>
    <message>
        <source>the camera</source>
        <translation>die Kamera</translation>
    </message>
    <message>
        <source>the lens</source>
        <translation>das Objektiv</translation>
    </message>
    <message>
        <source>a tag or keyword</source>
        <translation>ein Schlagwort</translation>
    </message>
    <message>
        <source>who plays</source>
        <translation>wer spielt</translation>
    </message>
    <message>
        <source>the album</source>
        <translation>das Album</translation>
    </message>
    <message>
        <source>who wrote it</source>
        <translation>wer es geschrieben hat</translation>
    </message>
    <message>
        <source>the title it gives itself</source>
        <translation>der Titel, den es sich gibt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>without …</source>
        <translation>ohne …</translation>
    </message>
    <message>
        <source>Without: words whose meaning is taken away</source>
        <translation>Ohne: Wörter, deren Bedeutung abgezogen wird</translation>
    </message>
    <message>
        <source>Words whose meaning is taken away from the picture</source>
        <translation>Wörter, deren Bedeutung vom Bild abgezogen wird</translation>
    </message>
    <message>
        <source>slide {0}</source>
        <translation>Folie {0}</translation>
    </message>
    <message>
        <source>sheet {0}</source>
        <translation>Blatt {0}</translation>
    </message>
    <message>
        <source>page {0}</source>
        <translation>Seite {0}</translation>
    </message>
    <message>
        <source>{0} ({1} of {2})</source>
        <translation>{0} ({1} von {2})</translation>
    </message>
    <message>
        <source>Slide {0} of {1}</source>
        <translation>Folie {0} von {1}</translation>
    </message>
    <message>
        <source>Sheet {0} of {1}</source>
        <translation>Blatt {0} von {1}</translation>
    </message>
    <message>
        <source>Moment {0} of {1}</source>
        <translation>Stelle {0} von {1}</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>Seite {0} von {1}</translation>
    </message>
    <message>
        <source>{0}. Holds found words; fits {1} % as well as the best.</source>
        <translation>{0}. Enthält gefundene Wörter; passt zu {1} % so gut wie die beste.</translation>
    </message>
    <message>
        <source>{0}. Fits by its meaning, {1} % as well as the best.</source>
        <translation>{0}. Passt nach ihrer Bedeutung, zu {1} % so gut wie die beste.</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>text in picture</source>
        <translation>Text im Bild</translation>
    </message>
    <message numerus="yes">
        <source>+%Ln copies</source>
        <translation>
            <numerusform>+%Ln Kopie</numerusform>
            <numerusform>+%Ln Kopien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, exactly the same</source>
        <translation>
            <numerusform>%Ln Datei, genau gleich</numerusform>
            <numerusform>%Ln Dateien, genau gleich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, nearly the same picture</source>
        <translation>
            <numerusform>%Ln Datei, fast das gleiche Bild</numerusform>
            <numerusform>%Ln Dateien, fast das gleiche Bild</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, nearly the same text</source>
        <translation>
            <numerusform>%Ln Datei, fast der gleiche Text</numerusform>
            <numerusform>%Ln Dateien, fast der gleiche Text</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} could be freed</source>
        <translation>{0} könnten frei werden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln groups</source>
        <translation>
            <numerusform>%Ln Gruppe</numerusform>
            <numerusform>%Ln Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}; at most {1} could be freed.</source>
        <translation>{0}; höchstens {1} könnten frei werden.</translation>
    </message>
    <message>
        <source>Of {0} groups, those are listed that take most space.</source>
        <translation>Von {0} Gruppen stehen hier die, die am meisten Platz brauchen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln files are still to be read.</source>
        <translation>
            <numerusform>%Ln Datei ist noch zu lesen.</numerusform>
            <numerusform>%Ln Dateien sind noch zu lesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>How a day is written: d is its number, MMM the month&apos;s short name.</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>its words</source>
        <translation>die Wörter</translation>
    </message>
    <message>
        <source>the meaning of its text</source>
        <translation>die Bedeutung des Textes</translation>
    </message>
    <message>
        <source>how it looks</source>
        <translation>das Aussehen</translation>
    </message>
    <message>
        <source>{0} ({1} %)</source>
        <translation>{0} ({1} %)</translation>
    </message>
    <message>
        <source>Found by {0}.</source>
        <translation>Gefunden durch {0}.</translation>
    </message>
    <message>
        <source>Found by how it looks.</source>
        <translation>Gefunden durch das Aussehen.</translation>
    </message>
    <message>
        <source>Found by its name.</source>
        <translation>Gefunden durch den Namen.</translation>
    </message>
    <message>
        <source>Found by what its text means.</source>
        <translation>Gefunden durch die Bedeutung des Textes.</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Looking through your folders</source>
        <translation>Ihre Ordner werden durchgesehen</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Learning what they mean</source>
        <translation>Inhalte werden erfasst</translation>
    </message>
    <message>
        <source>Reading text in pictures</source>
        <translation>Text in Bildern wird gelesen</translation>
    </message>
    <message>
        <source>Encoding with {0}</source>
        <translation>Einlesen mit {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>{0} pro Sekunde</translation>
    </message>
    <message>
        <source>{0} answers meanwhile</source>
        <translation>inzwischen antwortet {0}</translation>
    </message>
    <message>
        <source>The library is being read with {0}, {1} of {2}; until then, {3} answers.</source>
        <translation>Die Bibliothek wird mit {0} gelesen, {1} von {2}; bis dahin antwortet {3}.</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>about {0} seconds left</source>
        <translation>noch etwa {0} Sekunden</translation>
    </message>
    <message>
        <source>about {0} minutes left</source>
        <translation>noch etwa {0} Minuten</translation>
    </message>
    <message>
        <source>about {0} hours left</source>
        <translation>noch etwa {0} Stunden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln results in {0} ms</source>
        <translation>
            <numerusform>%Ln Treffer in {0} ms</numerusform>
            <numerusform>%Ln Treffer in {0} ms</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” was taken for “{1}”</source>
        <translation>„{0}“ wurde als „{1}“ gelesen</translation>
    </message>
    <message>
        <source>No place called {0} is known; it is searched for as words.</source>
        <translation>Ein Ort namens {0} ist nicht bekannt; gesucht wird nach den Wörtern.</translation>
    </message>
    <message>
        <source>Names of files</source>
        <translation>Namen der Dateien</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Meaning of texts and pictures</source>
        <translation>Bedeutung von Texten und Bildern</translation>
    </message>
    <message>
        <source>Text in pictures</source>
        <translation>Text in Bildern</translation>
    </message>
    <message>
        <source>Not connected; what was read can still be found</source>
        <translation>Nicht verbunden; Gelesenes wird weiterhin gefunden</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Being looked through</source>
        <translation>Wird durchgesehen</translation>
    </message>
    <message>
        <source>Paused, {0} to be read</source>
        <translation>Angehalten, noch {0} zu lesen</translation>
    </message>
    <message>
        <source>{0} still to be read</source>
        <translation>Noch {0} zu lesen</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>many languages</source>
        <translation>viele Sprachen</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>middling</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>langsam</translation>
    </message>
    <message>
        <source>{0} of {1} files</source>
        <translation>{0} von {1} Dateien</translation>
    </message>
    <message>
        <source>{0} of {1} passages</source>
        <translation>{0} von {1} Textstellen</translation>
    </message>
    <message>
        <source>{0} of {1} pages</source>
        <translation>{0} von {1} Seiten</translation>
    </message>
    <message>
        <source>{0} of {1} pictures</source>
        <translation>{0} von {1} Bildern</translation>
    </message>
    <message>
        <source>{0} of {1} items</source>
        <translation>{0} von {1} Einträgen</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} und {1}</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Interpret</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>Album</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message>
        <source>About</source>
        <translation>Über GR Search</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the folder of the library</source>
        <translation>Den Ordner der Bibliothek öffnen</translation>
    </message>
    <message>
        <source>GR Search {0}</source>
        <translation>GR Search {0}</translation>
    </message>
    <message>
        <source>Finds your own files by what they mean, on your own computer.</source>
        <translation>Findet Ihre eigenen Dateien nach ihrem Inhalt, auf Ihrem eigenen Computer.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Free software under the GNU Affero General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>Freie Software unter der GNU Affero General Public License, Version 3 oder später. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>Library, settings and models</source>
        <translation>Bibliothek, Einstellungen und Modelle</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passages</source>
        <translation>
            <numerusform>%Ln Textstelle</numerusform>
            <numerusform>%Ln Textstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pages</source>
        <translation>
            <numerusform>%Ln Seite</numerusform>
            <numerusform>%Ln Seiten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Of the size that the system asks for.</source>
        <translation>Bezogen auf die Größe, die das System vorgibt.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Counts when GR Search is opened the next time.</source>
        <translation>Gilt, sobald GR Search das nächste Mal geöffnet wird.</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Only pictures on this computer can be searched by.</source>
        <translation>Suchen lässt sich nur mit Bildern, die auf diesem Computer liegen.</translation>
    </message>
    <message>
        <source>Deleted the saved search “{0}”</source>
        <translation>Die gespeicherte Suche „{0}“ wurde gelöscht</translation>
    </message>
    <message>
        <source>Show how text and look are weighed</source>
        <translation>Zeigen, wie Text und Aussehen gewichtet werden</translation>
    </message>
</context>
<context>
    <name>CellsView</name>
    <message>
        <source>Cells of the sheet</source>
        <translation>Zellen des Blatts</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>Blätter</translation>
    </message>
    <message>
        <source>Only a part of the sheet is shown here; it goes on.</source>
        <translation>Hier ist nur ein Teil des Blatts zu sehen; es geht noch weiter.</translation>
    </message>
</context>
<context>
    <name>CompactMode</name>
    <message>
        <source>Open the whole window</source>
        <translation>Das ganze Fenster öffnen</translation>
    </message>
</context>
<context>
    <name>CopiesPage</name>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Files that are the same, or nearly the same picture or text. Nothing is deleted here: see them in their folders, and decide there what you keep.</source>
        <translation>Dateien, die gleich sind, oder fast das gleiche Bild oder der gleiche Text. Hier wird nichts gelöscht: Sehen Sie sie in ihren Ordnern an und entscheiden Sie dort, was Sie behalten.</translation>
    </message>
    <message>
        <source>How much is compared</source>
        <translation>Wie viel verglichen ist</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Neu vergleichen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Exactly the same</source>
        <translation>Genau gleich</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>Fast gleich</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>The comparison was stopped</source>
        <translation>Der Vergleich wurde angehalten</translation>
    </message>
    <message>
        <source>The files could not be compared</source>
        <translation>Die Dateien konnten nicht verglichen werden</translation>
    </message>
    <message>
        <source>Comparing your files…</source>
        <translation>Ihre Dateien werden verglichen …</translation>
    </message>
    <message>
        <source>Many pictures take a minute.</source>
        <translation>Viele Bilder brauchen eine Minute.</translation>
    </message>
    <message>
        <source>There are none of this kind</source>
        <translation>Von dieser Art gibt es keine</translation>
    </message>
    <message>
        <source>No two files are the same</source>
        <translation>Keine zwei Dateien sind gleich</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>Pfade kopieren</translation>
    </message>
</context>
<context>
    <name>CopiesView</name>
    <message>
        <source>Groups of copies</source>
        <translation>Gruppen von Kopien</translation>
    </message>
    <message>
        <source>Copy their paths</source>
        <translation>Ihre Pfade kopieren</translation>
    </message>
    <message>
        <source>Copy its path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
</context>
<context>
    <name>DateRangeDialog</name>
    <message>
        <source>Changed between two days</source>
        <translation>Zwischen zwei Tagen geändert</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
</context>
<context>
    <name>Doors</name>
    <message>
        <source>Add a folder to the library</source>
        <translation>Einen Ordner zur Bibliothek hinzufügen</translation>
    </message>
    <message>
        <source>Library map</source>
        <translation>Karte der Bibliothek</translation>
    </message>
    <message>
        <source>See the whole library as a map</source>
        <translation>Die ganze Bibliothek als Karte sehen</translation>
    </message>
    <message>
        <source>Library and settings</source>
        <translation>Bibliothek und Einstellungen</translation>
    </message>
</context>
<context>
    <name>DragHandle</name>
    <message>
        <source>Drag this into another program to give it the file</source>
        <translation>In ein anderes Programm ziehen, um ihm die Datei zu geben</translation>
    </message>
</context>
<context>
    <name>ExampleChip</name>
    <message>
        <source>Remove the picture from the search</source>
        <translation>Das Bild aus der Suche entfernen</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Like {0}</source>
        <translation>Wie {0}</translation>
    </message>
</context>
<context>
    <name>ExampleFiles</name>
    <message>
        <source>The pasted picture can&apos;t be read.</source>
        <translation>Das eingefügte Bild kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The pasted picture can&apos;t be kept: the disk may be full.</source>
        <translation>Das eingefügte Bild kann nicht gespeichert werden: Vielleicht ist der Datenträger voll.</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>“{0}” is not there any more.</source>
        <translation>„{0}“ ist nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>No program was found that opens “{0}”.</source>
        <translation>Es wurde kein Programm gefunden, das „{0}“ öffnet.</translation>
    </message>
    <message>
        <source>The folder of “{0}” is not there.</source>
        <translation>Der Ordner von „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>No file manager could be opened.</source>
        <translation>Es konnte kein Dateimanager geöffnet werden.</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Remove the filter “{0}”</source>
        <translation>Den Filter „{0}“ entfernen</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner …</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} bis {1}</translation>
    </message>
    <message>
        <source>Under {0}</source>
        <translation>Unter {0}</translation>
    </message>
    <message>
        <source>Over {0}</source>
        <translation>Über {0}</translation>
    </message>
    <message>
        <source>Search in a folder</source>
        <translation>In einem Ordner suchen</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Which folders would you like to search?</source>
        <translation>Welche Ordner möchten Sie durchsuchen?</translation>
    </message>
    <message>
        <source>Your files are read on this computer and stay here. Nothing is sent anywhere, and no file is changed. You can search while they are still being read.</source>
        <translation>Ihre Dateien werden auf diesem Computer gelesen und bleiben hier. Nichts wird irgendwohin gesendet, und keine Datei wird verändert. Sie können schon suchen, während noch gelesen wird.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Los geht’s</translation>
    </message>
    <message>
        <source>Start to read these folders</source>
        <translation>Diese Ordner jetzt einlesen</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner …</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner auswählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files in these folders can be found. They are read on this computer and stay where they are; none is changed, moved or sent anywhere.</source>
        <translation>Dateien in diesen Ordnern werden gefunden. Sie werden auf diesem Computer gelesen und bleiben, wo sie sind; keine wird verändert, verschoben oder irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add a folder to the library</source>
        <translation>Einen Ordner zur Bibliothek hinzufügen</translation>
    </message>
    <message>
        <source>“{0}” leaves the library; none of its files is touched, and they can no longer be found here.</source>
        <translation>„{0}“ verlässt die Bibliothek; die Dateien darin bleiben unberührt und werden hier nicht mehr gefunden.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Keep the folder</source>
        <translation>Den Ordner behalten</translation>
    </message>
    <message>
        <source>Remove now</source>
        <translation>Jetzt entfernen</translation>
    </message>
    <message>
        <source>Remove the folder now</source>
        <translation>Den Ordner jetzt entfernen</translation>
    </message>
    <message>
        <source>{0}
{1}  ·  {2}</source>
        <translation>{0}
{1}  ·  {2}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Show “{0}” in the file manager</source>
        <translation>„{0}“ im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Remove “{0}” from the library</source>
        <translation>„{0}“ aus der Bibliothek entfernen</translation>
    </message>
</context>
<context>
    <name>GroupedResults</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Films and sound</source>
        <translation>Filme und Ton</translation>
    </message>
    <message>
        <source>Notes and other files</source>
        <translation>Notizen und andere Dateien</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Library and settings</source>
        <translation>Bibliothek und Einstellungen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What is read</source>
        <translation>Was gelesen wird</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über GR Search</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>The search engine has stopped; starting it again…</source>
        <translation>Die Suche wurde unterbrochen und wird neu gestartet …</translation>
    </message>
    <message>
        <source>Opening your library…</source>
        <translation>Ihre Bibliothek wird geöffnet …</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>GR Search</source>
        <translation>GR Search</translation>
    </message>
    <message>
        <source>Add a folder to the library</source>
        <translation>Einen Ordner zur Bibliothek hinzufügen</translation>
    </message>
    <message>
        <source>Added {0}</source>
        <translation>{0} hinzugefügt</translation>
    </message>
    <message>
        <source>Copied {0}</source>
        <translation>{0} kopiert</translation>
    </message>
    <message>
        <source>This search can&apos;t be made</source>
        <translation>Diese Suche ist nicht möglich</translation>
    </message>
    <message>
        <source>The search engine has stopped; starting it again…</source>
        <translation>Die Suche wurde unterbrochen und wird neu gestartet …</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Library map</source>
        <translation>Karte der Bibliothek</translation>
    </message>
</context>
<context>
    <name>MapWindow</name>
    <message>
        <source>Library map</source>
        <translation>Karte der Bibliothek</translation>
    </message>
    <message>
        <source>How much of the map is drawn</source>
        <translation>Wie viel von der Karte gezeichnet ist</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Kalibriert</translation>
    </message>
    <message>
        <source>As searches compare: the gap between texts and pictures is taken off</source>
        <translation>Wie beim Suchen verglichen wird: ohne die Lücke zwischen Texten und Bildern</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>As the model gives them</source>
        <translation>Wie das Modell sie liefert</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Pictures and pages</source>
        <translation>Bilder und Seiten</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>Näher heran</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
    <message>
        <source>Nothing has been learned of your files yet.</source>
        <translation>Von Ihren Dateien ist noch nichts erfasst.</translation>
    </message>
    <message>
        <source>Drawing the map of your library…</source>
        <translation>Die Karte Ihrer Bibliothek wird gezeichnet …</translation>
    </message>
    <message>
        <source>{0} of {1} passages, pages and pictures.</source>
        <translation>{0} von {1} Textstellen, Seiten und Bildern.</translation>
    </message>
    <message>
        <source>{0} passages, pages and pictures.</source>
        <translation>{0} Textstellen, Seiten und Bilder.</translation>
    </message>
    <message>
        <source>Texts and pictures are neighbours {0} % as often as if they lay anywhere.</source>
        <translation>Texte und Bilder sind {0} % so oft Nachbarn, wie sie es bei zufälliger Lage wären.</translation>
    </message>
</context>
<context>
    <name>MethodPanel</name>
    <message>
        <source>How much a page&apos;s look counts beside its text</source>
        <translation>Wie viel das Aussehen einer Seite neben ihrem Text zählt</translation>
    </message>
    <message>
        <source>{0} % look</source>
        <translation>{0} % Aussehen</translation>
    </message>
    <message>
        <source>Back to what suits the model</source>
        <translation>Zurück zu dem, was zum Modell passt</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Kalibriert</translation>
    </message>
    <message>
        <source>Texts and pictures are compared without the gap between them</source>
        <translation>Texte und Bilder werden ohne die Lücke zwischen ihnen verglichen</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Vectors as the model gives them: texts come before pictures</source>
        <translation>Vektoren, wie das Modell sie liefert: Texte kommen vor Bildern</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>Of the first {0}: {1} new, {2} moved</source>
        <translation>Von den ersten {0}: {1} neu, {2} verschoben</translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln stand as usual</source>
        <translation>
            <numerusform>Der erste Treffer steht wie sonst</numerusform>
            <numerusform>Die ersten %Ln stehen wie sonst</numerusform>
        </translation>
    </message>
    <message>
        <source>pictures: {0}</source>
        <translation>Bilder: {0}</translation>
    </message>
    <message>
        <source>pictures: {0}, usually {1}</source>
        <translation>Bilder: {0}, sonst {1}</translation>
    </message>
    <message>
        <source>Search for something to see what changes.</source>
        <translation>Suchen Sie etwas, um zu sehen, was sich ändert.</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>A model turns texts and pictures into meaning. Another one is fetched from the internet only when you ask for it; your files never leave this computer. When you use another one, the whole library is read with it in the background, and the one before answers until that is done.</source>
        <translation>Ein Modell erfasst, was Texte und Bilder bedeuten. Ein anderes wird nur dann aus dem Internet geladen, wenn Sie es wünschen; Ihre Dateien verlassen diesen Computer nie. Wenn Sie ein anderes verwenden, wird damit im Hintergrund die ganze Bibliothek gelesen; bis das fertig ist, antwortet das bisherige.</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>How it is run</source>
        <translation>Womit es rechnet</translation>
    </message>
    <message>
        <source>Graphics processor</source>
        <translation>Grafikprozessor</translation>
    </message>
    <message>
        <source>Is used, or another accelerator, where the computer has one that is faster than the main processor. Else it is left to other programs.</source>
        <translation>Er oder ein anderer Beschleuniger rechnet, wo der Computer einen hat, der schneller als der Hauptprozessor ist. Sonst bleibt er anderen Programmen.</translation>
    </message>
    <message>
        <source>{0} of its vectors kept</source>
        <translation>{0} seiner Vektoren aufbewahrt</translation>
    </message>
    <message>
        <source>Bundled with GR Search</source>
        <translation>Mit GR Search geliefert</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>How much of {0} is here</source>
        <translation>Wie viel von {0} geladen ist</translation>
    </message>
    <message>
        <source>Get {0}</source>
        <translation>{0} laden</translation>
    </message>
    <message>
        <source>Stop getting {0}</source>
        <translation>Laden von {0} abbrechen</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Wird verwendet</translation>
    </message>
    <message>
        <source>Being made ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Keep using</source>
        <translation>Weiter verwenden</translation>
    </message>
    <message>
        <source>Keep using {0}</source>
        <translation>{0} weiter verwenden</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} verwenden</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget the vectors of {0}</source>
        <translation>Die Vektoren von {0} vergessen</translation>
    </message>
    <message>
        <source>Takes its vectors out of the library; the model itself stays installed.</source>
        <translation>Nimmt seine Vektoren aus der Bibliothek; das Modell selbst bleibt installiert.</translation>
    </message>
    <message>
        <source>Trying it…</source>
        <translation>Wird erprobt …</translation>
    </message>
    <message>
        <source>{0} fetched</source>
        <translation>{0} geladen</translation>
    </message>
    <message>
        <source>{0} of about {1} fetched</source>
        <translation>{0} von etwa {1} geladen</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Found words {0} of {1}</source>
        <translation>Fundstelle {0} von {1}</translation>
    </message>
    <message>
        <source>No found words</source>
        <translation>Keine Fundstellen</translation>
    </message>
</context>
<context>
    <name>PreviewBeside</name>
    <message>
        <source>Show the preview (Alt+P)</source>
        <translation>Die Vorschau anzeigen (Alt+P)</translation>
    </message>
</context>
<context>
    <name>PreviewHeader</name>
    <message>
        <source>Open (Enter)</source>
        <translation>Öffnen (Eingabe)</translation>
    </message>
    <message>
        <source>Show in its folder (Ctrl+Enter)</source>
        <translation>Im Ordner anzeigen (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr wie dies</translation>
    </message>
    <message>
        <source>Close the preview (Alt+P)</source>
        <translation>Die Vorschau schließen (Alt+P)</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Das Bild kopieren</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Den Text kopieren</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>The file is being opened</source>
        <translation>Die Datei wird geöffnet</translation>
    </message>
    <message>
        <source>Copied the picture</source>
        <translation>Das Bild wurde kopiert</translation>
    </message>
    <message>
        <source>Copied the text</source>
        <translation>Der Text wurde kopiert</translation>
    </message>
    <message>
        <source>There is no text to copy.</source>
        <translation>Es gibt keinen Text zum Kopieren.</translation>
    </message>
    <message>
        <source>Copied the text of page {0}</source>
        <translation>Der Text von Seite {0} wurde kopiert</translation>
    </message>
</context>
<context>
    <name>PreviewTools</name>
    <message>
        <source>Page before (Alt+Page Up)</source>
        <translation>Vorige Seite (Alt+Bild auf)</translation>
    </message>
    <message>
        <source>Next page (Alt+Page Down)</source>
        <translation>Nächste Seite (Alt+Bild ab)</translation>
    </message>
    <message>
        <source>Found words before (Shift+F3)</source>
        <translation>Vorige Fundstelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next found words (F3)</source>
        <translation>Nächste Fundstelle (F3)</translation>
    </message>
    <message>
        <source>Show the text of the page</source>
        <translation>Den Text der Seite anzeigen</translation>
    </message>
    <message>
        <source>Smaller (-)</source>
        <translation>Kleiner (-)</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>Größer (+)</translation>
    </message>
    <message>
        <source>As wide as the window (1)</source>
        <translation>So breit wie das Fenster (1)</translation>
    </message>
    <message>
        <source>The whole page (0)</source>
        <translation>Die ganze Seite (0)</translation>
    </message>
    <message>
        <source>{0} of {1} found</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>None on this page</source>
        <translation>Keine auf dieser Seite</translation>
    </message>
    <message>
        <source>The whole picture (0)</source>
        <translation>Das ganze Bild (0)</translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>These files could not be read, or not whole. Their names can be found all the same. They are tried again when they change, or when you say so.</source>
        <translation>Diese Dateien konnten nicht oder nicht ganz gelesen werden. Ihre Namen werden trotzdem gefunden. Ein neuer Versuch folgt, wenn sie sich ändern oder wenn Sie es wünschen.</translation>
    </message>
    <message>
        <source>Filter by name or reason</source>
        <translation>Nach Name oder Grund filtern</translation>
    </message>
    <message>
        <source>Filter the problems</source>
        <translation>Die Probleme filtern</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle noch einmal versuchen</translation>
    </message>
    <message>
        <source>Files that could not be read</source>
        <translation>Dateien, die nicht gelesen werden konnten</translation>
    </message>
    <message>
        <source>There are none: every file was read.</source>
        <translation>Es gibt keine: Alle Dateien wurden gelesen.</translation>
    </message>
    <message>
        <source>{0} of {1} problems</source>
        <translation>{0} von {1} Problemen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What has been read can be found at once, while the rest goes on.</source>
        <translation>Was gelesen ist, wird sofort gefunden, während es mit dem Rest weitergeht.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on with the work</source>
        <translation>Die Arbeit fortsetzen</translation>
    </message>
    <message>
        <source>Everything is up to date.</source>
        <translation>Alles ist auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause the work</source>
        <translation>Die Arbeit anhalten</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Für eine Stunde</translation>
    </message>
    <message>
        <source>Until the next start</source>
        <translation>Bis zum nächsten Start</translation>
    </message>
    <message>
        <source>Until I let it go on</source>
        <translation>Bis ich sie fortsetze</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0}, all done</source>
        <translation>{0}, alles erledigt</translation>
    </message>
    <message>
        <source>{0} Under Models you can get the model again, or use another one.</source>
        <translation>{0} Unter „Modelle“ können Sie das Modell neu laden oder ein anderes verwenden.</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Nothing is selected</source>
        <translation>Nichts ausgewählt</translation>
    </message>
    <message>
        <source>Select a result to see its page, picture or text here.</source>
        <translation>Wählen Sie einen Treffer aus, um hier seine Seite, sein Bild oder seinen Text zu sehen.</translation>
    </message>
    <message>
        <source>The file is not there any more. This is its text as it was read.</source>
        <translation>Die Datei ist nicht mehr vorhanden. Dies ist ihr Text, wie er gelesen wurde.</translation>
    </message>
    <message>
        <source>{0} This is its text.</source>
        <translation>{0} Dies ist ihr Text.</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>Die Datei ist nicht mehr vorhanden</translation>
    </message>
    <message>
        <source>It may have been moved, or lies on a drive that is not connected.</source>
        <translation>Vielleicht wurde sie verschoben oder liegt auf einem Laufwerk, das nicht verbunden ist.</translation>
    </message>
    <message>
        <source>This can&apos;t be shown</source>
        <translation>Das kann nicht angezeigt werden</translation>
    </message>
    <message>
        <source>No text on this page</source>
        <translation>Kein Text auf dieser Seite</translation>
    </message>
    <message>
        <source>There is no preview of this file</source>
        <translation>Von dieser Datei gibt es keine Vorschau</translation>
    </message>
    <message>
        <source>Open it to see what is in it.</source>
        <translation>Öffnen Sie sie, um zu sehen, was darin ist.</translation>
    </message>
    <message>
        <source>The page can&apos;t be drawn.</source>
        <translation>Die Seite kann nicht gezeichnet werden.</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>What is read</source>
        <translation>Was gelesen wird</translation>
    </message>
    <message>
        <source>Hidden files</source>
        <translation>Versteckte Dateien</translation>
    </message>
    <message>
        <source>Files and folders whose name begins with a dot.</source>
        <translation>Dateien und Ordner, deren Name mit einem Punkt beginnt.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Start bei der Anmeldung</translation>
    </message>
    <message>
        <source>Keeps the library up to date while no window is open.</source>
        <translation>Hält die Bibliothek auch ohne offenes Fenster auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Akku</translation>
    </message>
    <message>
        <source>Work waits when the battery has less left, until power is connected.</source>
        <translation>Bei geringerem Ladestand wartet die Arbeit, bis das Netzteil angeschlossen ist.</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Files and folders to leave out</source>
        <translation>Dateien und Ordner, die ausgelassen werden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save what is left out</source>
        <translation>Das Ausgelassene speichern</translation>
    </message>
    <message>
        <source>One pattern a line, as in .gitignore: “*.bak” leaves out files by their ending, “drafts/” folders by their name. What is left out disappears from the library at once; the files stay. Caches, version control and the like are always left out.</source>
        <translation>Ein Muster je Zeile, wie in .gitignore: „*.bak“ lässt Dateien nach ihrer Endung aus, „entwürfe/“ Ordner nach ihrem Namen. Ausgelassenes verschwindet sofort aus der Bibliothek; die Dateien bleiben. Zwischenspeicher, Versionsverwaltung und Ähnliches werden immer ausgelassen.</translation>
    </message>
    <message>
        <source>Below {0} %</source>
        <translation>Unter {0} %</translation>
    </message>
    <message>
        <source>Never mind it</source>
        <translation>Nicht beachten</translation>
    </message>
</context>
<context>
    <name>RecognitionCard</name>
    <message>
        <source>Text in pictures</source>
        <translation>Text in Bildern</translation>
    </message>
    <message>
        <source>Photos, screenshots and scans, after everything else has been read.</source>
        <translation>Fotos, Bildschirmfotos und Scans, wenn alles andere gelesen ist.</translation>
    </message>
    <message>
        <source>Read with</source>
        <translation>Gelesen mit</translation>
    </message>
    <message>
        <source>RapidOCR comes with GR Search; Tesseract is used where it is installed.</source>
        <translation>RapidOCR gehört zu GR Search; Tesseract wird benutzt, wo es installiert ist.</translation>
    </message>
    <message>
        <source>Further languages</source>
        <translation>Weitere Sprachen</translation>
    </message>
    <message>
        <source>Beyond Latin and Chinese script, by their short names: “cyrillic”, for Tesseract “deu”.</source>
        <translation>Außer lateinischer und chinesischer Schrift, mit ihren Kurznamen: „cyrillic“, für Tesseract „deu“.</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Copy its path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr wie dies</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln weitere</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>Saved and recent searches</source>
        <translation>Gespeicherte und letzte Suchen</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Diese Suche speichern …</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Remember recent searches</source>
        <translation>Letzte Suchen merken</translation>
    </message>
    <message>
        <source>Clear recent searches</source>
        <translation>Letzte Suchen vergessen</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Rename a saved search</source>
        <translation>Gespeicherte Suche umbenennen</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>What are you looking for?</source>
        <translation>Was suchen Sie?</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Die Suche leeren</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Wörter dazu</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Show all kinds</source>
        <translation>Alle Arten anzeigen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>How much of the library is read</source>
        <translation>Wie viel von der Bibliothek gelesen ist</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Search for exactly this</source>
        <translation>Genau so suchen</translation>
    </message>
    <message>
        <source>Go on with the work</source>
        <translation>Die Arbeit fortsetzen</translation>
    </message>
    <message>
        <source>Pause the work</source>
        <translation>Die Arbeit anhalten</translation>
    </message>
</context>
<context>
    <name>SuggestionPopup</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Text of the file</source>
        <translation>Text der Datei</translation>
    </message>
    <message>
        <source>Only the beginning is shown here; the file goes on.</source>
        <translation>Hier ist nur der Anfang zu sehen; die Datei geht noch weiter.</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Search…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>Das Fenster öffnen</translation>
    </message>
    <message>
        <source>Stay here when the window closes</source>
        <translation>Hier bleiben, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go on with the work</source>
        <translation>Die Arbeit fortsetzen</translation>
    </message>
    <message>
        <source>Pause the work</source>
        <translation>Die Arbeit anhalten</translation>
    </message>
    <message>
        <source>GR Search</source>
        <translation>GR Search</translation>
    </message>
</context>
<context>
    <name>ViewSwitch</name>
    <message>
        <source>Show the results as a list</source>
        <translation>Die Treffer als Liste zeigen</translation>
    </message>
    <message>
        <source>Show the results as a grid</source>
        <translation>Die Treffer als Raster zeigen</translation>
    </message>
    <message>
        <source>Group the results by kind</source>
        <translation>Die Treffer nach Art gruppieren</translation>
    </message>
</context>
</TS>
