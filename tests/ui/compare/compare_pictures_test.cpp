// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Renders the Compare page in its states. With TRUTINA_SCREENSHOTS=FOLDER the pictures are kept for people to look at.
#include "tests/support/fake_desks.h"
#include "tests/support/sample_items.h"
#include "tests/support/temporary_directory.h"
#include "ui/pages/compare/candidate_grid.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/media_view.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTest>

#include <functional>
#include <memory>
#include <set>

using namespace trutina;
using namespace trutina::ui;

namespace {

struct Stage {
    testing::TemporaryDirectory folder;
    testing::FakeDesks desks;
    std::unique_ptr<ComparePage> page;

    explicit Stage(const std::vector<storage::NewItem>& items, QSize size = {1384, 828}, bool hasModel = true,
                   bool trained = true) {
        QSettings().clear();
        if (hasModel) {
            engine::ModelInfo model;
            model.name = "demo";
            model.inspection.trained = trained;
            desks.model.setModel(model);
        }
        if (!items.empty()) {
            desks.project.fill(items);
        }
        page = std::make_unique<ComparePage>(desks.desks());
        page->resize(size);
        page->show();
        settle();
    }
    static void settle() { QTest::qWait(200); }
    [[nodiscard]] ComparePage& shown() const { return *page; }
};

std::string savedPicture(const std::string& name) {
    const QString file = QDir::tempPath() + QStringLiteral("/trutina-") + QString::fromStdString(name);
    testing::cupsPicture().save(file);
    return file.toStdString();
}

storage::NewItem richItem() {
    storage::NewItem item = testing::itemWith(2, "Explain how to sort a list of names in Python, and say what it costs.");
    item.prompt.insert(item.prompt.begin(), {"system", "You answer in short paragraphs."});
    item.prompt.push_back({"assistant", "Which names?"});
    item.prompt.push_back({"user", "A million of them, in one file, one a line."});
    item.candidates[0].turns[0].content =
        "## Sorting a file\n\nUse `sorted()` with a key:\n\n```python\nwith open(\"names.txt\") as f:\n    names = sorted(f, "
        "key=str.casefold)\n```\n\n1. It reads everything into memory.\n2. It takes `O(n log n)` comparisons.\n\n> Timsort is "
        "stable.\n\n"
        "| n | seconds |\n|---|---|\n| 10^5 | 0.1 |\n| 10^6 | 1.4 |\n\nSee [the "
        "manual](https://docs.python.org/3/howto/sorting.html) and "
        "![a chart](http://example.org/chart.png).";
    item.candidates[1].turns[0].content = "<b>Just</b> call sort.\n\nשלום, זו תשובה קצרה מאוד.\n\nהיא כתובה מימין לשמאל.";
    return item;
}

} // namespace

class ComparePicturesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyStateIsPainted_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyStateIsPainted() {
        QFETCH(bool, dark);
        Theme::instance().setTextSize(100);
        Theme::instance().setChoice(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const std::string picture = savedPicture("cups.png");
        const std::string other = savedPicture("table.png");
        {
            Stage stage({testing::cupsItem({picture}), testing::cupsItem()});
            stage.desks.scoring.deliver(stage.desks.project, 1, {2.41, -1.87});
            Stage::settle();
            keep(stage.shown(), "1-before-vote");
            QTest::keyClick(&stage.shown(), Qt::Key_Tab);
            QTest::qWait(200);
            QTest::keyClick(&stage.shown(), Qt::Key_1);
            Stage::settle();
            keep(stage.shown(), "2-after-vote");
            QTest::keyClick(&stage.shown(), Qt::Key_N);
            Stage::settle();
            keep(stage.shown(), "3-note");
        }
        {
            Stage stage({richItem()}, {1384, 828}, false);
            keep(stage.shown(), "4-rich-text-no-model");
        }
        for (const int count : {3, 4, 6, 9}) {
            storage::NewItem item = testing::itemWith(count);
            item.media = {{picture}, {other}};
            Stage stage({item});
            std::vector<double> scores;
            for (int k = 0; k < count; ++k) {
                scores.push_back(1.5 - 0.37 * ((k * 5) % count));
            }
            stage.desks.scoring.deliver(stage.desks.project, 1, scores);
            Stage::settle();
            keep(stage.shown(), "5-candidates-" + std::to_string(count));
            QTest::qWait(160);
            QTest::keyClick(&stage.shown(), Qt::Key_2);
            Stage::settle();
            keep(stage.shown(), "5-candidates-" + std::to_string(count) + "-voted");
        }
        {
            Stage stage({testing::cupsItem({"/nowhere/cat.png"})}, {1384, 828}, true, false);
            keep(stage.shown(), "6-missing-untrained");
        }
        {
            Stage stage({testing::cupsItem({picture})}, {720, 900});
            keep(stage.shown(), "7-narrow");
        }
        {
            Stage stage({}, {1384, 828}, false);
            keep(stage.shown(), "8-no-project");
        }
        {
            Theme::instance().setTextSize(150);
            Stage stage({testing::cupsItem({picture})});
            stage.desks.scoring.deliver(stage.desks.project, 1, {2.41, -1.87});
            Stage::settle();
            keep(stage.shown(), "9-text-150");
            Theme::instance().setTextSize(100);
        }
    }

  private:
    static void keep(ComparePage& page, const std::string& name) {
        const QImage image = page.grab().toImage();
        QVERIFY(!image.isNull());
        // A page that painted nothing has one colour.
        std::set<QRgb> colours;
        for (int y = 0; y < image.height(); y += 9) {
            for (int x = 0; x < image.width(); x += 9) {
                colours.insert(image.pixel(x, y));
            }
        }
        QVERIFY2(colours.size() >= 3, name.c_str());
        const QString folder = qEnvironmentVariable("TRUTINA_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QDir().mkpath(folder);
            const QString theme = Theme::instance().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
            QVERIFY(image.save(QStringLiteral("%1/compare-%2-%3.png").arg(folder, QString::fromStdString(name), theme)));
        }
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("trutina-test"));
    QApplication::setApplicationName(QStringLiteral("compare-pictures"));
    Theme theme(application);
    ComparePicturesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "compare_pictures_test.moc"
