// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/key_map.h"

#include <QSet>
#include <QTest>

using namespace trutina::ui;

class KeyMapTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void noTwoCommandsShareAKey() { QCOMPARE(KeyMap().conflicts(), QStringList()); }

    void everyCommandIsThereOnceWithATitle() {
        const KeyMap map;
        QSet<int> seen;
        for (const CommandEntry& entry : map.entries()) {
            QVERIFY2(!entry.title.isEmpty(), qPrintable(QString::number(static_cast<int>(entry.command))));
            QVERIFY(!seen.contains(static_cast<int>(entry.command)));
            seen.insert(static_cast<int>(entry.command));
        }
        QCOMPARE(seen.size(), static_cast<int>(Command::About) + 1);
    }

    void keysOfTheExperienceDocumentAreKept_data() {
        QTest::addColumn<int>("command");
        QTest::addColumn<QString>("key");
        const auto row = [](Command command, const char* key) {
            QTest::newRow(key) << static_cast<int>(command) << QString::fromLatin1(key);
        };
        row(Command::Tie, "0");
        row(Command::Tie, "=");
        row(Command::AllBad, "X");
        row(Command::AllBad, "Shift+0");
        row(Command::Confirm, "Return");
        row(Command::Skip, "S");
        row(Command::Flag, "F");
        row(Command::Note, "N");
        row(Command::Undo, "Ctrl+Z");
        row(Command::Redo, "Ctrl+Shift+Z");
        row(Command::Redo, "Ctrl+Y");
        row(Command::NextItem, "Ctrl+Right");
        row(Command::NextItem, "PgDown");
        row(Command::PreviousItem, "PgUp");
        row(Command::NextOpenItem, "Ctrl+Shift+Right");
        row(Command::Fit, "Ctrl+0");
        row(Command::Reveal, "R");
        row(Command::EditAnswer, "E");
        row(Command::PlayOrPause, "Space");
        row(Command::FrameBack, ",");
        row(Command::FrameForward, ".");
        row(Command::Slower, "J");
        row(Command::NormalSpeed, "K");
        row(Command::Faster, "L");
        row(Command::LoopBegin, "I");
        row(Command::LoopEnd, "O");
        row(Command::Find, "Ctrl+F");
        row(Command::FocusView, "F11");
        row(Command::Keys, "F1");
        row(Command::Keys, "?");
    }
    void keysOfTheExperienceDocumentAreKept() {
        QFETCH(int, command);
        QFETCH(QString, key);
        const QList<QKeySequence> keys = KeyMap().entry(static_cast<Command>(command)).keys;
        QVERIFY(keys.contains(QKeySequence(key, QKeySequence::PortableText)));
    }

    void enterIsShownOnce() {
        QCOMPARE(KeyMap::keyTexts(KeyMap().entry(Command::Confirm)), QStringList{QStringLiteral("Enter")});
    }
};

QTEST_GUILESS_MAIN(KeyMapTest)
#include "key_map_test.moc"
