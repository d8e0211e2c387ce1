// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include <optional>
#include <vector>

class QAbstractButton;
class QLabel;

namespace trutina::contracts {
class VideoDesk;
}

namespace trutina::ui {

class PictureCache;
class VideoBar;
class VideoPlayer;

/// A picture or a video to show. `problem`, when not empty, is shown instead of it.
struct MediaSource {
    QString file;
    QString name;            ///< as the user knows it
    QString problem;         ///< why it cannot be shown, as sentences
    bool canBeFound = false; ///< offers to choose where the file is now
    bool isVideo = false;
    bool operator==(const MediaSource&) const = default;
};

/// Shows one of several pictures and videos on the media backdrop: fitted, at 1:1, or at any zoom about the cursor; dragged to
/// pan; with a loupe. A video has its player below. Decoding and smooth scaling happen on other threads. EXIF rotation is not
/// applied: the picture is as the model sees it.
class MediaView : public QWidget {
    Q_OBJECT
  public:
    MediaView(PictureCache& cache, contracts::VideoDesk& videos, QWidget* parent = nullptr);

    /// Shows the first one, fitted. The same list again keeps what is shown and how.
    void setMedia(const std::vector<MediaSource>& media);
    [[nodiscard]] int mediumCount() const { return static_cast<int>(m_media.size()); }
    [[nodiscard]] int currentIndex() const { return m_current; }
    void showMedium(int index);

    void fit();
    void actualSize(); ///< one picture pixel on one screen pixel
    void zoomIn();
    void zoomOut();
    void setLoupe(bool shown); ///< while Z is held
    [[nodiscard]] bool isFitted() const { return !m_scale.has_value(); }
    [[nodiscard]] double scale() const; ///< screen pixels per picture pixel
    /// Of the video that is shown; null when it is a picture, or a video that could not be opened.
    [[nodiscard]] VideoPlayer* player() const;
    [[nodiscard]] VideoBar* videoBar() const { return m_bar; } ///< null before the first video
    [[nodiscard]] bool isShown() const { return !m_image.isNull(); }
    [[nodiscard]] QString sentence() const { return m_sentence; } ///< what stands in place of a picture

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void findRequested(int index); ///< the user wants to say where this picture is now

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    void load();
    void loadPicture(const MediaSource& source);
    void loadVideo(const MediaSource& source);
    void makePlayer();
    void showFrame();
    void requestRoom();
    void showSentence(const QString& sentence);
    void place();
    [[nodiscard]] QRect stage() const; ///< where the picture is, above the player
    [[nodiscard]] QPointF middle() const;
    [[nodiscard]] QSize fullSize() const; ///< of the picture, also when m_image is a smaller rendering of it
    void refreshTools();
    void zoomAt(QPointF anchor, double factor);
    void boundOffset();
    void requestSmooth();
    [[nodiscard]] double fittedScale() const;
    [[nodiscard]] QRectF target() const; ///< of the picture, in widget coordinates
    void paintLoupe(QPainter& painter) const;

    PictureCache& m_cache;
    contracts::VideoDesk& m_videos;
    std::vector<MediaSource> m_media;
    int m_current = 0;
    QImage m_image;
    QImage m_smooth; ///< m_image at the size it is shown, made by a worker
    QString m_sentence;
    std::optional<double> m_scale; ///< none: fitted
    QPointF m_offset;              ///< of the picture's middle from the widget's
    QPointF m_cursor;
    std::optional<QPointF> m_dragFrom;
    bool m_isLoupeShown = false;
    quint64 m_loadNumber = 0; ///< replies of an older one are stale

    QWidget* m_tools;
    QAbstractButton* m_fit;
    QAbstractButton* m_actual;
    QAbstractButton* m_loupe;
    QWidget* m_pager;
    QLabel* m_pageText;
    QAbstractButton* m_find;
    VideoPlayer* m_player = nullptr; ///< made for the first video, with m_bar
    VideoBar* m_bar = nullptr;
};

} // namespace trutina::ui
