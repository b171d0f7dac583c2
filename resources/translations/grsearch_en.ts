<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>Search %Ln files by what they mean</source>
        <translation>
            <numerusform>Search %Ln file by what it means</numerusform>
            <numerusform>Search %Ln files by what they mean</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>+%Ln copies</source>
        <translation>
            <numerusform>+%Ln copy</numerusform>
            <numerusform>+%Ln copies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, exactly the same</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files, exactly the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, nearly the same picture</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files, nearly the same picture</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files, nearly the same text</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files, nearly the same text</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln groups</source>
        <translation>
            <numerusform>%Ln group</numerusform>
            <numerusform>%Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files are still to be read.</source>
        <translation>
            <numerusform>%Ln file is still to be read.</numerusform>
            <numerusform>%Ln files are still to be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln results in {0} ms</source>
        <translation>
            <numerusform>%Ln result in {0} ms</numerusform>
            <numerusform>%Ln results in {0} ms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passages</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pages</source>
        <translation>
            <numerusform>%Ln page</numerusform>
            <numerusform>%Ln pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MethodPanel</name>
    <message numerus="yes">
        <source>The first %Ln stand as usual</source>
        <translation>
            <numerusform>The first one stands as usual</numerusform>
            <numerusform>The first %Ln stand as usual</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
</TS>
