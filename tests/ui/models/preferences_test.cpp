// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/drop_content.h"
#include "ui/models/preferences.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;

class PreferencesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("settings.ini")); }
    static void touch(const QString& path) {
        QFile made(path);
        QVERIFY(made.open(QIODevice::WriteOnly));
    }

  private Q_SLOTS:
    void cleanup() { QFile::remove(file()); }

    void everyChoiceSurvivesARestart() {
        {
            Preferences first(file());
            QVERIFY(first.isFirstStart());
            first.setTheme(ThemePreference::Dark);
            first.setTextSize(125);
            first.setShowsMarkdown(false);
            first.setPickConfirms(true);
            first.setMediaPolicy(storage::MediaPolicy::Reference);
            first.setModelFolder(QStringLiteral("/models/mini"));
            first.setDevice({engine::DeviceKind::Cuda, 1});
            first.setComputeType(engine::ComputeType::BFloat16);
            first.setHdNum(4);
            first.setMaxLength(2048);
            first.setFrameLabels(false);
            first.setInt8Weights(true);
            first.setPrefixCacheBytes(3'000'000'000);
            first.setFeatureCacheBytes(0);
            first.setLastProject(QStringLiteral("/p/a.trutina"));
            first.setFirstStartDone();
            first.setViewState(QStringLiteral("window"), QByteArray("\x01\x02", 2));
        }
        Preferences second(file());
        QCOMPARE(second.theme(), ThemePreference::Dark);
        QCOMPARE(second.textSize(), 125);
        QCOMPARE(second.showsMarkdown(), false);
        QCOMPARE(second.pickConfirms(), true);
        QCOMPARE(second.mediaPolicy(), storage::MediaPolicy::Reference);
        QCOMPARE(second.modelFolder(), QStringLiteral("/models/mini"));
        QVERIFY((second.device() == engine::DeviceChoice{engine::DeviceKind::Cuda, 1}));
        QCOMPARE(second.computeType(), engine::ComputeType::BFloat16);
        QCOMPARE(second.hdNum(), 4);
        QCOMPARE(second.maxLength(), 2048);
        QCOMPARE(second.frameLabels(), false);
        QCOMPARE(second.int8Weights(), true);
        QCOMPARE(second.prefixCacheBytes(), 3'000'000'000);
        QCOMPARE(second.featureCacheBytes(), 0);
        const engine::LoadOptions onGpu = second.loadOptions(QStringLiteral("/models/mini"));
        QVERIFY(!onGpu.int8Weights); // they are for the CPU
        QCOMPARE(onGpu.prefixCacheBytes, std::int64_t{3'000'000'000});
        second.setDevice({engine::DeviceKind::Cpu, 0});
        QVERIFY(second.loadOptions(QStringLiteral("/models/mini")).int8Weights);
        QCOMPARE(second.loadOptions(QStringLiteral("/models/mini")).computeType, engine::ComputeType::Automatic);
        QCOMPARE(second.lastProject(), QStringLiteral("/p/a.trutina"));
        QVERIFY(!second.isFirstStart());
        QCOMPARE(second.viewState(QStringLiteral("window")), QByteArray("\x01\x02", 2));
    }

    void damagedSettingsFallBackToTheDefaults() {
        QFile damaged(file());
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("[view]\ntheme=purple\ntextSize=9000\n[model]\nhdNum=\nmaxLength=-5\n");
        damaged.close();
        const Preferences preferences(file());
        QCOMPARE(preferences.theme(), ThemePreference::System);
        QCOMPARE(preferences.textSize(), 200);
        QCOMPARE(preferences.hdNum(), 9);
        QCOMPARE(preferences.maxLength(), 1);
    }

    void onlyANewValueIsAnnounced() {
        Preferences preferences(file());
        const QSignalSpy changes(&preferences, &Preferences::appearanceChanged);
        preferences.setTextSize(110);
        preferences.setTextSize(110);
        QCOMPARE(changes.count(), 1);
    }

    void recentProjectsAreNewestFirstAndBounded() {
        Preferences preferences(file());
        for (int i = 0; i < RecentList::kMost + 3; ++i) {
            preferences.recentProjects().add(m_folder.filePath(QStringLiteral("p%1.trutina").arg(i)));
        }
        preferences.recentProjects().add(m_folder.filePath(QStringLiteral("p5.trutina")));
        const QList<RecentList::Entry> entries = preferences.recentProjects().entries();
        QCOMPARE(entries.size(), RecentList::kMost);
        QCOMPARE(entries.first().name, QStringLiteral("p5"));
        QCOMPARE(entries.at(1).name, QStringLiteral("p12"));
        QVERIFY(!entries.first().isPresent);
    }

    void aDropIsSortedByWhatItCanBecome() {
        const QString picture = m_folder.filePath(QStringLiteral("Cat.PNG"));
        const QString records = m_folder.filePath(QStringLiteral("set.jsonl"));
        const QString project = m_folder.filePath(QStringLiteral("a.trutina"));
        const QString other = m_folder.filePath(QStringLiteral("notes.odt"));
        for (const QString& path : {picture, records, project, other}) {
            touch(path);
        }
        const DropContent content = DropContent::sort(
            {QUrl::fromLocalFile(picture), QUrl::fromLocalFile(records), QUrl::fromLocalFile(project), QUrl::fromLocalFile(other),
             QUrl::fromLocalFile(m_folder.path()), QUrl(QStringLiteral("https://example.org/cat.png"))});
        QCOMPARE(content.pictures, QStringList{picture});
        QCOMPARE(content.records, QStringList{records});
        QCOMPARE(content.projects, QStringList{project});
        QCOMPARE(content.folders, QStringList{m_folder.path()});
        QCOMPARE(content.others, QStringList{other});
    }

    void aModelFolderHoldsConfigurationAndWeights() {
        QDir(m_folder.path()).mkdir(QStringLiteral("model"));
        const QString folder = m_folder.filePath(QStringLiteral("model"));
        touch(folder + QStringLiteral("/config.json"));
        QVERIFY(!looksLikeModelFolder(folder));
        touch(folder + QStringLiteral("/model.safetensors"));
        QVERIFY(looksLikeModelFolder(folder));
    }
};

QTEST_GUILESS_MAIN(PreferencesTest)
#include "preferences_test.moc"
