// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/demo_model.h"
#include "ui/models/drop_content.h"
#include "ui/models/job_list_model.h"
#include "ui/models/key_map.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>

#include <functional>

class QMenu;
class QStackedWidget;

namespace trutina::ui {

class AgreementPage;
class ComparePage;
class DatasetPage;
class DemoBanner;
class DialogFrame;
class DoctorPage;
class InlineMessage;
class KeyOverlay;
class ModelsPage;
class Preferences;
class QueuePage;
class Rail;
class StartPage;
class StatusStrip;
class TopBar;
class TrainingPage;

/// The window: places on a rail, one menu with every command, one place for messages. It joins the pages and knows nothing of
/// what is behind the desks. Closing it cancels what runs and does not wait, except that a training run is asked about and saved
/// first.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    enum class Place { Compare, Queue, Dataset, Doctor, Agreement, Models, Training, Start };

    MainWindow(const contracts::Desks& desks, Preferences& preferences, QString logFile = {}, QString demoModel = {},
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void openProject(const QString& file, bool takeOverLock = false);
    void goTo(Place place);
    [[nodiscard]] Place place() const { return m_place; }
    /// The engine can be asked from now on: devices are listed, and the model used last is loaded, or the demonstration model
    /// where none was.
    void engineIsReady();
    void showProblem(const contracts::Problem& problem);
    void showNotice(const QString& sentence); ///< in the status line

    [[nodiscard]] QAction* action(Command command) const;
    [[nodiscard]] ComparePage& comparePage() const { return *m_compare; }
    [[nodiscard]] QueuePage& queuePage() const { return *m_queue; }
    [[nodiscard]] DatasetPage& datasetPage() const { return *m_dataset; }
    [[nodiscard]] DoctorPage& doctorPage() const { return *m_doctor; }
    [[nodiscard]] AgreementPage& agreementPage() const { return *m_agreement; }
    [[nodiscard]] ModelsPage& modelsPage() const { return *m_models; }
    [[nodiscard]] TrainingPage& trainingPage() const { return *m_training; }
    [[nodiscard]] DemoBanner& demoBanner() const { return *m_banner; }
    [[nodiscard]] StatusStrip& statusStrip() const { return *m_status; }
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] KeyOverlay& keyOverlay() const { return *m_overlay; }

  Q_SIGNALS:
    void sampleRequested(); ///< made and opened by the application, which knows where it ships
    void closing();

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeActions();
    void makeMenu();
    void connectPages();
    void restoreView();
    void applyAppearance();
    void refreshProject();
    void refreshActions();
    void refreshJournal();
    void refreshRecent();

    void newProject();
    void chooseProject();
    void importFile(const QString& file = {});
    void exportProject();
    void mergeProject(const QString& file = {});
    void showInQueue(const std::vector<storage::ItemId>& items, const QString& words);
    void newItem(const QStringList& pictures = {});
    void editItem(storage::ItemId item);
    void removeItems(const std::vector<storage::ItemId>& items);
    void pastePicture();
    void step(bool forward);
    void showSettings();
    void setFocusView(bool on);
    void changeTextSize(int by);
    void askBeforeClosing(); ///< while a training run is at work
    [[nodiscard]] storage::ItemId currentItem() const;
    template <typename Dialog>
    Dialog* showDialog(Dialog* dialog);

    contracts::Desks m_desks;
    Preferences& m_preferences;
    QString m_logFile;
    KeyMap m_keys;
    DemoModel m_demo;
    JobListModel m_jobs;
    QHash<Command, QAction*> m_actions;
    QPointer<QDialog> m_dialog; ///< at most one is open
    Place m_place = Place::Start;
    bool m_isFocusView = false;
    bool m_closesAfterTraining = false;   ///< as soon as the checkpoint is saved
    bool m_isOpeningProblemShown = false; ///< the message is about a project that could not be opened

    TopBar* m_top;
    Rail* m_rail;
    QWidget* m_topLine;
    QWidget* m_railLine;
    QWidget* m_statusLine;
    InlineMessage* m_message;
    DemoBanner* m_banner;
    QStackedWidget* m_stack;
    ComparePage* m_compare;
    QueuePage* m_queue;
    DatasetPage* m_dataset;
    DoctorPage* m_doctor;
    AgreementPage* m_agreement;
    ModelsPage* m_models;
    TrainingPage* m_training;
    StartPage* m_start;
    StatusStrip* m_status;
    KeyOverlay* m_overlay;
    QMenu* m_menu;
    QMenu* m_recentMenu;
};

} // namespace trutina::ui
