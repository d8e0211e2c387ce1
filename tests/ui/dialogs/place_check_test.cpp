// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desks.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/models/preferences.h"
#include "ui/widgets/place_check.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <utility>
#include <vector>

using namespace trutina;
using namespace trutina::ui;

class PlaceCheckTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QString path(const char* name) const { return m_home.filePath(QString::fromLatin1(name)); }

  private Q_SLOTS:
    void tellsWhatIsThere() {
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("empty")));
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("full/inside")));
        QFile file(path("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        PlaceCheck check;
        QVERIFY(!check.found().has_value());
        const std::vector<std::pair<const char*, Place>> places{
            {"gone", Place::Nothing}, {"empty", Place::EmptyFolder}, {"full", Place::Something}, {"file", Place::Something}};
        for (const auto& [name, place] : places) {
            check.look(path(name));
            QVERIFY2(!check.found().has_value(), "an answer that came at once waited for the disk");
            QTRY_VERIFY(check.found().has_value());
            QVERIFY2(check.found() == place, name);
        }
    }

    void answersForTheLastPathAlone() {
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("last")));
        PlaceCheck check;
        QSignalSpy answered(&check, &PlaceCheck::answered);
        for (int i = 0; i < 100; ++i) {
            check.look(path("gone"));
        }
        check.look(path("last"));
        QTRY_COMPARE(answered.size(), 1);
        QVERIFY(check.found() == Place::EmptyFolder);
        QTest::qWait(20);
        QCOMPARE(answered.size(), 1);
    }

    void aProjectIsNotMadeWhereOneIs() {
        testing::FakeProjectDesk desk;
        Preferences preferences(path("settings.ini"));
        NewProjectDialog dialog(desk, preferences, nullptr);
        dialog.show();
        QFile file(path("Taken.trutina"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QList<QLineEdit*> fields = dialog.findChildren<QLineEdit*>();
        QPushButton* create = nullptr;
        for (auto* button : dialog.findChildren<QPushButton*>()) {
            create = button->text() == QStringLiteral("Create") ? button : create;
        }
        QVERIFY(create != nullptr);
        fields.at(1)->setText(m_home.path());
        fields.at(0)->setText(QStringLiteral("Free"));
        QTRY_VERIFY(create->isEnabled());
        fields.at(0)->setText(QStringLiteral("Taken"));
        QVERIFY2(!create->isEnabled(), "what was said of another name does not count");
        QTest::qWait(50);
        QVERIFY(!create->isEnabled());
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<PlaceCheckTest>(argc, argv);
}
#include "place_check_test.moc"
