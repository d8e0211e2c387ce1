// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/services.h"
#include "ui/models/preferences.h"

#include <QObject>
#include <QString>

#include <memory>

namespace trutina::ui {
class MainWindow;
}

namespace trutina::desktop {

/// What a session starts with. Tests give scratch places and an engine of their own.
struct SessionOptions {
    QString projectFile; ///< opened instead of the one used last
    bool opensSample = false;
    QString modelFolder;   ///< loaded instead of the one used last
    QString settingsFile;  ///< empty: the user's
    QString dataFolder;    ///< holds the sample project
    QString sampleRecords; ///< sample.jsonl as it ships
    QString demoModel;     ///< folder of the demonstration model; empty: none
    QString logFile;
    services::EngineSource engine = services::EngineLibrary::source();
};

/// One run of the program: preferences, services and the window, made and taken down in the right order. Needs a QApplication and
/// a Theme. The engine is opened after the window shows.
class Session : public QObject {
    Q_OBJECT
  public:
    explicit Session(SessionOptions options, QObject* parent = nullptr);
    ~Session() override;

    void start(); ///< shows the window and opens a project
    [[nodiscard]] ui::MainWindow& window() const { return *m_window; }
    [[nodiscard]] ui::Preferences& preferences() { return m_preferences; }
    [[nodiscard]] services::Services& services() { return m_services; }

    void openSample(); ///< makes it first where it is not there
    [[nodiscard]] QString sampleProject() const;

    /// sample.jsonl of the installed program, or of the sources it was built from; empty when there is none.
    [[nodiscard]] static QString shippedSample();
    /// Folder of the demonstration model, found in the same places; empty when there is none.
    [[nodiscard]] static QString shippedDemoModel();

  private:
    void openFirstProject();
    void fillSample();

    SessionOptions m_options;
    ui::Preferences m_preferences;
    services::Services m_services;
    std::unique_ptr<ui::MainWindow> m_window; ///< last: it refers to all of the above
};

} // namespace trutina::desktop
